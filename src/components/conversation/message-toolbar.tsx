import { Ellipsis, Reply, SmilePlus } from 'lucide';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { useSync } from '~/components/app/engine-context';
import { classNames } from '~/components/ui/class-names';
import { Icon } from '~/components/ui/icon';
import type { MessageEntry } from '~/contract/entry';
import { anchorOf, useMessageActions } from './message-actions';
import { rightsOf } from './message-rights';

/** What is done most with a message: beside it where there is room, else at its upper edge. */
export function MessageToolbar({ message, mine }: { readonly message: MessageEntry; readonly mine: boolean }) {
  const t = useTranslations('message');
  const actions = useMessageActions();
  const conversation = useSync((state) => state.conversations.get(message.conversationId));
  if (!conversation) return null;
  const rights = rightsOf(conversation, message, mine ? message.senderId : '');
  return (
    <div
      role="toolbar"
      aria-label={t('actions')}
      className={classNames(
        'absolute -top-8 z-10 flex rounded-lg border border-line bg-raised p-0.5 shadow-md @4xl:-top-0.5',
        mine ? 'end-2 @4xl:end-full @4xl:me-1' : 'start-2 @4xl:start-full @4xl:ms-1',
      )}
    >
      {rights.react && (
        <Tool
          label={t('react')}
          icon={<Icon of={SmilePlus} className="size-4" />}
          onPress={(button) => actions.open({ kind: 'emojis', message, anchor: anchorOf(button) })}
        />
      )}
      {rights.reply && (
        <Tool
          label={t('reply')}
          icon={<Icon of={Reply} className="size-4 rtl:-scale-x-100" />}
          onPress={() => actions.reply(message)}
        />
      )}
      <Tool
        label={t('more')}
        icon={<Icon of={Ellipsis} className="size-4" />}
        onPress={(button) => actions.open({ kind: 'menu', message, anchor: anchorOf(button) })}
      />
    </div>
  );
}

interface ToolProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly onPress: (button: Element) => void;
}

function Tool({ label, icon, onPress }: ToolProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={(event) => onPress(event.currentTarget)}
      className="grid size-8 place-items-center rounded-md text-muted hover:bg-hover hover:text-ink focus-visible:outline-offset-[-2px]"
    >
      {icon}
    </button>
  );
}
