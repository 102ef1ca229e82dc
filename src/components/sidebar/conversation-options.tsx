import {
  Archive,
  ArchiveRestore,
  Bell,
  BellOff,
  CheckCheck,
  CircleQuestionMark,
  type IconNode,
  MailOpen,
  Pin,
  PinOff,
} from 'lucide';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useEngine, useSync } from '~/components/app/engine-context';
import { useMessageOf } from '~/components/app/error-words';
import { Requests } from '~/components/app/requests';
import { trpc } from '~/components/app/trpc';
import { useTitleOf } from '~/components/app/use-title-of';
import { LevelChoice } from '~/components/notifications/level-choice';
import { WhyUnread } from '~/components/notifications/why-unread';
import { Dialog } from '~/components/ui/dialog';
import { FormError } from '~/components/ui/form-error';
import { Icon } from '~/components/ui/icon';
import type { Conversation, Preferences } from '~/contract/conversation';
import { isMuted } from './muted';
import { useSayPreferences } from './use-say-preferences';

const HOUR_MS = 60 * 60 * 1000;

/** The last instant there is, `MUTED_FOR_GOOD`: the contract's own file would bring its schemas along. */
const FOR_GOOD = '9999-12-31T23:59:59.999Z';

interface ConversationOptionsProps {
  readonly conversation: Conversation;
  readonly onClose: () => void;
}

/** What a person can set for themselves about a conversation, on all their devices. */
export default function ConversationOptions({ conversation, onClose }: ConversationOptionsProps) {
  const title = useTitleOf(conversation);
  return (
    <Dialog title={title} onClose={onClose}>
      <Requests>
        <Options conversation={conversation} onClose={onClose} />
      </Requests>
    </Dialog>
  );
}

function Options({ conversation, onClose }: ConversationOptionsProps) {
  const t = useTranslations('sidebar');
  const messageOf = useMessageOf();
  const engine = useEngine();
  const current = useSync((state) => state.conversations.get(conversation.id)) ?? conversation;
  const notifications = useTranslations('notifications');
  const [asksWhy, setAsksWhy] = useState(false);
  const say = useSayPreferences();
  const set = trpc.conversation.setPreferences.useMutation({
    onSuccess(answer, changed) {
      engine.adopt(answer);
      onClose();
      say(current, changed);
    },
  });
  const change = (preferences: Partial<Preferences>) => set.mutate({ conversationId: conversation.id, ...preferences });
  const mute = (milliseconds: number) => change({ mutedUntil: new Date(Date.now() + milliseconds).toISOString() });
  const unread = current.unread > 0 || current.markedUnread;

  function markRead() {
    engine.seen(current.id, current.head);
    if (current.markedUnread) change({ markedUnread: false });
    else onClose();
  }

  if (asksWhy) return <WhyUnread conversation={current} onClose={onClose} />;
  return (
    <>
      <fieldset aria-label={t('options')} className="-mx-2 grid">
        {current.pinned ? (
          <Option icon={PinOff} words={t('unpin')} onSelect={() => change({ pinned: false })} />
        ) : (
          <Option icon={Pin} words={t('pin')} onSelect={() => change({ pinned: true })} />
        )}
        {unread ? (
          <>
            <Option icon={CheckCheck} words={t('markRead')} onSelect={markRead} />
            <Option icon={CircleQuestionMark} words={notifications('whyOpen')} onSelect={() => setAsksWhy(true)} />
          </>
        ) : (
          <Option icon={MailOpen} words={t('markUnread')} onSelect={() => change({ markedUnread: true })} />
        )}
        {isMuted(current, Date.now()) ? (
          <Option icon={Bell} words={t('unmute')} onSelect={() => change({ mutedUntil: null })} />
        ) : (
          <>
            <Option icon={BellOff} words={t('muteHour')} onSelect={() => mute(HOUR_MS)} />
            <Option icon={BellOff} words={t('muteDay')} onSelect={() => mute(24 * HOUR_MS)} />
            <Option icon={BellOff} words={t('mute')} onSelect={() => change({ mutedUntil: FOR_GOOD })} />
          </>
        )}
        {current.archived ? (
          <Option icon={ArchiveRestore} words={t('unarchive')} onSelect={() => change({ archived: false })} />
        ) : (
          <Option icon={Archive} words={t('archive')} onSelect={() => change({ archived: true })} />
        )}
      </fieldset>
      <LevelChoice conversation={current} onChange={(notify) => change({ notify })} />
      <FormError message={set.isError ? messageOf(set.error) : undefined} />
    </>
  );
}

interface OptionProps {
  readonly icon: IconNode;
  readonly words: string;
  readonly onSelect: () => void;
}

function Option({ icon, words, onSelect }: OptionProps) {
  return (
    <button
      type="button"
      onClick={onSelect}
      className="flex min-h-11 items-center gap-3 rounded-lg px-3 text-start text-sm hover:bg-hover"
    >
      <Icon of={icon} className="size-4 text-muted" />
      {words}
    </button>
  );
}
