import { useTranslations } from 'use-intl/react';
import { useEngine } from '~/components/app/engine-context';
import { useMessageOf } from '~/components/app/error-words';
import { Requests } from '~/components/app/requests';
import { trpc } from '~/components/app/trpc';
import { bdi } from '~/components/ui/bdi';
import { Button } from '~/components/ui/button';
import { FormError } from '~/components/ui/form-error';
import type { Conversation } from '~/contract/conversation';

interface BlockedNoticeProps {
  readonly conversation: Conversation;
  readonly title: string;
}

/** In the place of the composer, while one has blocked the other person. */
export default function BlockedNotice(props: BlockedNoticeProps) {
  return (
    <Requests>
      <Notice {...props} />
    </Requests>
  );
}

function Notice({ conversation, title }: BlockedNoticeProps) {
  const t = useTranslations('conversation');
  const messageOf = useMessageOf();
  const engine = useEngine();
  const unblock = trpc.user.unblock.useMutation({
    onSuccess: () => engine.adopt({ ...conversation, blocked: false }),
  });
  const { peer } = conversation;
  return (
    <div className="grid shrink-0 gap-2 border-t border-line px-3 py-3 md:px-5">
      <div className="flex flex-wrap items-center justify-center gap-3 text-sm text-muted">
        <span>{t.rich('youBlocked', { title, bdi })}</span>
        {peer && (
          <Button busy={unblock.isPending} onClick={() => unblock.mutate({ userId: peer.id })}>
            {t('unblock')}
          </Button>
        )}
      </div>
      <FormError message={unblock.error ? messageOf(unblock.error) : undefined} />
    </div>
  );
}
