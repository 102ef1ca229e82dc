import { PinOff } from 'lucide';
import { useTranslations } from 'use-intl/react';
import { useSync } from '~/components/app/engine-context';
import { Dialog } from '~/components/ui/dialog';
import { Icon } from '~/components/ui/icon';
import { IconButton } from '~/components/ui/icon-button';
import type { Conversation } from '~/contract/conversation';
import { useMessageActions } from './message-actions';
import { rightsOf } from './message-rights';
import { Quote } from './quote';
import { usePin } from './use-pin';

interface PinsDialogProps {
  readonly conversation: Conversation;
  readonly onClose: () => void;
}

export default function PinsDialog({ conversation, onClose }: PinsDialogProps) {
  const t = useTranslations('conversation');
  return (
    <Dialog title={t('pinned')} onClose={onClose}>
      <Pins conversation={conversation} onClose={onClose} />
    </Dialog>
  );
}

function Pins({ conversation, onClose }: PinsDialogProps) {
  const message = useTranslations('message');
  const t = useTranslations('conversation');
  const actions = useMessageActions();
  const meId = useSync((state) => state.me.id);
  const pin = usePin(conversation.id);
  const canUnpin = rightsOf(conversation, { senderId: '', deletedAt: null, text: '', attachments: [] }, meId).pin;
  if (conversation.pins.length === 0) return <p className="text-sm text-muted">{t('nothingPinned')}</p>;
  return (
    <ul className="-mx-2 grid gap-1">
      {conversation.pins.map((target) => (
        <li key={target.id} className="flex items-center gap-1">
          <button
            type="button"
            onClick={() => {
              onClose();
              void actions.jump(target.seq);
            }}
            className="min-h-12 min-w-0 flex-1 rounded-lg px-2 py-1.5 hover:bg-hover"
          >
            <Quote conversationId={conversation.id} target={target} />
          </button>
          {canUnpin && (
            <IconButton
              label={message('unpin')}
              icon={<Icon of={PinOff} className="size-4" />}
              onClick={() => pin(target.id, false)}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
