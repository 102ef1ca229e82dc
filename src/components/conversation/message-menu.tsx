import { Copy, Download, EyeOff, Forward, Info, Pencil, Pin, PinOff, Reply, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { useEngine, useSync } from '~/components/app/engine-context';
import { useToast } from '~/components/app/toasts';
import { PHONE, useMediaQuery } from '~/components/app/use-media-query';
import { rememberEmoji, USUAL } from '~/components/emoji/recent';
import { saveFile } from '~/components/media/save-file';
import { MenuItem, MenuList, MenuSeparator } from '~/components/ui/menu';
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
  const actions = useMessageActions();
  const engine = useEngine();
  const meId = useSync((state) => state.me.id);
  const remove = useRemove();
  const toast = useToast();
  const t = useTranslations('toast');
  const rights = rightsOf(conversation, message, meId);
  const then = (act: () => void) => () => {
    onClose();
    act();
  };

  async function copy() {
    try {
      await navigator.clipboard.writeText(message.text);
      toast({ words: t('copied') });
    } catch {
      actions.open({ kind: 'problem', words: 'The browser does not let the text be copied. Select it and copy it.' });
    }
  }

  async function download() {
    try {
      for (const attachment of message.attachments) await saveFile(engine, attachment);
    } catch {
      actions.open({ kind: 'problem', words: 'The file could not be loaded. Try again in a moment.' });
    }
  }

  return (
    <Around anchor={anchor} onClose={onClose}>
      <MenuList label="Message" onEscape={onClose} onLeave={onClose}>
        {rights.react && (
          <div className="mb-1 flex justify-between border-b border-line pb-1">
            {USUAL.map((emoji) => (
              <QuickReaction key={emoji} message={message} emoji={emoji} meId={meId} onDone={onClose} />
            ))}
          </div>
        )}
        {rights.reply && (
          <MenuItem
            icon={<Reply className={`${ICON} rtl:-scale-x-100`} />}
            onSelect={then(() => actions.reply(message))}
          >
            Reply
          </MenuItem>
        )}
        {rights.edit && (
          <MenuItem icon={<Pencil className={ICON} />} onSelect={then(() => actions.edit(message))}>
            Edit
          </MenuItem>
        )}
        {rights.copy && (
          <MenuItem icon={<Copy className={ICON} />} onSelect={then(() => void copy())}>
            Copy text
          </MenuItem>
        )}
        {rights.download && (
          <MenuItem icon={<Download className={ICON} />} onSelect={then(() => void download())}>
            {message.attachments.length > 1 ? `Download ${message.attachments.length} files` : 'Download'}
          </MenuItem>
        )}
        {rights.forward && (
          <MenuItem
            icon={<Forward className={`${ICON} rtl:-scale-x-100`} />}
            onSelect={then(() => actions.open({ kind: 'forward', message }))}
          >
            Forward…
          </MenuItem>
        )}
        {rights.pin && <PinItem conversation={conversation} message={message} onDone={onClose} />}
        {rights.info && (
          <MenuItem icon={<Info className={ICON} />} onSelect={then(() => actions.open({ kind: 'info', message }))}>
            Message info
          </MenuItem>
        )}
        {rights.forward && <MenuSeparator />}
        <MenuItem icon={<EyeOff className={ICON} />} onSelect={then(() => remove(message, 'me'))}>
          Delete for me
        </MenuItem>
        {rights.deleteForEveryone && (
          <MenuItem
            icon={<Trash2 className="size-4 shrink-0 text-danger-text" />}
            onSelect={then(() => remove(message, 'everyone'))}
          >
            <span className="text-danger-text">Delete for everyone</span>
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
  const actions = useMessageActions();
  const mine = message.reactions.some((one) => one.emoji === emoji && one.userIds.includes(meId));
  return (
    <button
      type="button"
      role="menuitemcheckbox"
      aria-checked={mine}
      aria-label={`React with ${emoji}`}
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
  const pinned = conversation.pins.some(({ id }) => id === message.id);
  const pin = usePin(conversation.id);
  const Icon = pinned ? PinOff : Pin;
  return (
    <MenuItem
      icon={<Icon className={ICON} />}
      onSelect={() => {
        pin(message.id, !pinned);
        onDone();
      }}
    >
      {pinned ? 'Unpin' : 'Pin'}
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
  return useMediaQuery(PHONE) ? (
    <Sheet label="Message" onClose={onClose}>
      {children}
    </Sheet>
  ) : (
    <Popup anchor={anchor} onClose={onClose} className="w-60 max-w-[90vw] p-1.5">
      {children}
    </Popup>
  );
}
