import { Copy, Download, EyeOff, Flag, Forward, Info, Pencil, Pin, PinOff, Reply, Trash2 } from 'lucide';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { useEngine, useSync } from '~/components/app/engine-context';
import { useToast } from '~/components/app/toasts';
import { PHONE, useMediaQuery } from '~/components/app/use-media-query';
import { rememberEmoji, USUAL } from '~/components/emoji/recent';
import { saveFile } from '~/components/media/save-file';
import { Icon } from '~/components/ui/icon';
import { MenuItem, MenuList, MenuSeparator } from '~/components/ui/menu-list';
import { type Anchor, Popup } from '~/components/ui/popup';
import { Sheet } from '~/components/ui/sheet';
import type { Conversation } from '~/contract/conversation';
import type { MessageEntry } from '~/contract/entry';
import { useMessageActions } from './message-actions';
import { rightsOf } from './message-rights';
import { usePin } from './use-pin';
import { useRemove } from './use-remove';

interface MessageMenuProps {
  readonly conversation: Conversation;
  readonly message: MessageEntry;
  readonly anchor: Anchor;
  readonly onClose: () => void;
}

const ICON = 'size-4 shrink-0 text-muted';

/** Everything that can be done with a message. */
export function MessageMenu({ conversation, message, anchor, onClose }: MessageMenuProps) {
  const t = useTranslations('message');
  const report = useTranslations('report');
  const actions = useMessageActions();
  const engine = useEngine();
  const meId = useSync((state) => state.me.id);
  const remove = useRemove();
  const toast = useToast();
  const toasts = useTranslations('toast');
  const rights = rightsOf(conversation, message, meId);
  const then = (act: () => void) => () => {
    onClose();
    act();
  };

  async function copy() {
    try {
      await navigator.clipboard.writeText(message.text);
      toast({ words: toasts('copied') });
    } catch {
      actions.open({ kind: 'problem', problem: 'notCopied' });
    }
  }

  async function download() {
    try {
      for (const attachment of message.attachments) await saveFile(engine, attachment);
    } catch {
      actions.open({ kind: 'problem', problem: 'fileNotLoaded' });
    }
  }

  return (
    <Around anchor={anchor} onClose={onClose}>
      <MenuList label={t('menu')} onEscape={onClose} onLeave={onClose}>
        {rights.react && (
          <div className="mb-1 flex justify-between border-b border-line pb-1">
            {USUAL.map((emoji) => (
              <QuickReaction key={emoji} message={message} emoji={emoji} meId={meId} onDone={onClose} />
            ))}
          </div>
        )}
        {rights.reply && (
          <MenuItem
            icon={<Icon of={Reply} className={`${ICON} rtl:-scale-x-100`} />}
            onSelect={then(() => actions.reply(message))}
          >
            {t('reply')}
          </MenuItem>
        )}
        {rights.edit && (
          <MenuItem icon={<Icon of={Pencil} className={ICON} />} onSelect={then(() => actions.edit(message))}>
            {t('edit')}
          </MenuItem>
        )}
        {rights.copy && (
          <MenuItem icon={<Icon of={Copy} className={ICON} />} onSelect={then(() => void copy())}>
            {t('copyText')}
          </MenuItem>
        )}
        {rights.download && (
          <MenuItem icon={<Icon of={Download} className={ICON} />} onSelect={then(() => void download())}>
            {t('download', { count: message.attachments.length })}
          </MenuItem>
        )}
        {rights.forward && (
          <MenuItem
            icon={<Icon of={Forward} className={`${ICON} rtl:-scale-x-100`} />}
            onSelect={then(() => actions.open({ kind: 'forward', message }))}
          >
            {t('forwardTo')}
          </MenuItem>
        )}
        {rights.pin && <PinItem conversation={conversation} message={message} onDone={onClose} />}
        {rights.info && (
          <MenuItem
            icon={<Icon of={Info} className={ICON} />}
            onSelect={then(() => actions.open({ kind: 'info', message }))}
          >
            {t('info')}
          </MenuItem>
        )}
        {rights.forward && <MenuSeparator />}
        <MenuItem icon={<Icon of={EyeOff} className={ICON} />} onSelect={then(() => remove(message, 'me'))}>
          {t('deleteForMe')}
        </MenuItem>
        {rights.report && (
          <MenuItem
            icon={<Icon of={Flag} className={ICON} />}
            onSelect={then(() => actions.open({ kind: 'report', message }))}
          >
            {report('report')}
          </MenuItem>
        )}
        {rights.deleteForEveryone && (
          <MenuItem
            icon={<Icon of={Trash2} className="size-4 shrink-0 text-danger-text" />}
            onSelect={then(() => remove(message, 'everyone'))}
          >
            <span className="text-danger-text">{t('deleteForEveryone')}</span>
          </MenuItem>
        )}
      </MenuList>
    </Around>
  );
}

interface QuickReactionProps {
  readonly message: MessageEntry;
  readonly emoji: string;
  readonly meId: string;
  readonly onDone: () => void;
}

function QuickReaction({ message, emoji, meId, onDone }: QuickReactionProps) {
  const t = useTranslations('message');
  const actions = useMessageActions();
  const mine = message.reactions.some((one) => one.emoji === emoji && one.userIds.includes(meId));
  return (
    <button
      type="button"
      role="menuitemcheckbox"
      aria-checked={mine}
      aria-label={t('reactWith', { emoji })}
      tabIndex={-1}
      onClick={() => {
        onDone();
        if (!mine) rememberEmoji(emoji);
        actions.react(message, emoji, !mine);
      }}
      className="grid size-9 place-items-center rounded-lg text-xl hover:bg-hover focus-visible:bg-hover focus-visible:outline-offset-[-2px] aria-checked:bg-accent-soft"
    >
      {emoji}
    </button>
  );
}

interface PinItemProps {
  readonly conversation: Conversation;
  readonly message: MessageEntry;
  readonly onDone: () => void;
}

function PinItem({ conversation, message, onDone }: PinItemProps) {
  const t = useTranslations('message');
  const pinned = conversation.pins.some(({ id }) => id === message.id);
  const pin = usePin(conversation.id);
  const icon = pinned ? PinOff : Pin;
  return (
    <MenuItem
      icon={<Icon of={icon} className={ICON} />}
      onSelect={() => {
        pin(message.id, !pinned);
        onDone();
      }}
    >
      {pinned ? t('unpin') : t('pin')}
    </MenuItem>
  );
}

interface AroundProps {
  readonly anchor: Anchor;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Where a thumb reaches it, or where the message was pressed. */
function Around({ anchor, onClose, children }: AroundProps) {
  const t = useTranslations('message');
  return useMediaQuery(PHONE) ? (
    <Sheet label={t('menu')} onClose={onClose}>
      {children}
    </Sheet>
  ) : (
    <Popup anchor={anchor} onClose={onClose} className="w-60 max-w-[90vw] p-1.5">
      {children}
    </Popup>
  );
}
