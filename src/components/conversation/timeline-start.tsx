import { type ReactNode, Suspense } from 'react';
import { useTranslations } from 'use-intl/react';
import { ConversationAvatar } from '~/components/app/conversation-avatar';
import { lazilyOffline } from '~/components/app/lazily';
import { useTitleOf } from '~/components/app/use-title-of';
import { bdi } from '~/components/ui/bdi';
import { Spinner } from '~/components/ui/spinner';
import type { Conversation } from '~/contract/conversation';
import type { Say } from '~/i18n/say';
import type { LoadStatus } from '~/sync/state';

const OlderFailed = lazilyOffline((parts) => parts.OlderFailed);

interface TimelineStartProps {
  readonly conversation: Conversation;
  readonly older: LoadStatus;
  /** Nothing was written before what is held. */
  readonly atBeginning: boolean;
}

/** Stands above the first message held. */
export function TimelineStart({ conversation, older, atBeginning }: TimelineStartProps) {
  const t = useTranslations('conversation');
  if (atBeginning) return <Beginning conversation={conversation} />;
  return (
    <div className="flex h-14 shrink-0 items-center justify-center gap-3 text-sm text-muted">
      {older === 'failed' ? (
        <Suspense>
          <OlderFailed conversationId={conversation.id} />
        </Suspense>
      ) : (
        <Spinner label={t('loadingOlder')} />
      )}
    </div>
  );
}

function Beginning({ conversation }: { readonly conversation: Conversation }) {
  const t = useTranslations('conversation');
  const title = useTitleOf(conversation);
  return (
    <div className="mt-auto grid justify-items-center gap-3 px-4 pt-8 pb-4 text-center">
      <ConversationAvatar conversation={conversation} title={title} size="large" />
      <div className="grid min-w-0 max-w-full gap-1">
        <p dir="auto" className="wrap-anything text-lg font-semibold">
          {title}
        </p>
        <p className="text-sm text-muted">{wordsFor(t, conversation)}</p>
      </div>
    </div>
  );
}

function wordsFor(t: Say<'conversation'>, { kind, slug }: Conversation): ReactNode {
  switch (kind) {
    case 'direct':
      return t('beginning');
    case 'group':
      return t('beginningOfGroup');
    case 'room':
      return t.rich('beginningOfRoom', { slug: slug ?? '', bdi });
  }
}
