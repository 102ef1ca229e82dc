import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { ConversationAvatar } from '~/components/app/conversation-avatar';
import { useEngine } from '~/components/app/engine-context';
import { useTitleOf } from '~/components/app/use-title-of';
import { bdi } from '~/components/ui/bdi';
import { Button } from '~/components/ui/button';
import { Spinner } from '~/components/ui/spinner';
import type { Conversation } from '~/contract/conversation';
import type { Say } from '~/i18n/say';
import type { LoadStatus } from '~/sync/state';

interface TimelineStartProps {
  readonly conversation: Conversation;
  readonly older: LoadStatus;
  /** Nothing was written before what is held. */
  readonly atBeginning: boolean;
}

/** Stands above the first message held. */
export function TimelineStart({ conversation, older, atBeginning }: TimelineStartProps) {
  const common = useTranslations('common');
  const t = useTranslations('conversation');
  const engine = useEngine();
  if (atBeginning) return <Beginning conversation={conversation} />;
  return (
    <div className="flex h-14 shrink-0 items-center justify-center gap-3 text-sm text-muted">
      {older === 'failed' ? (
        <>
          {t('olderNotLoaded')}
          <Button onClick={() => void engine.loadOlder(conversation.id)}>{common('retry')}</Button>
        </>
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
