import { Suspense } from 'react';
import { useEngine } from '~/components/app/engine-context';
import { lazily } from '~/components/app/lazily';
import { rememberEmoji } from '~/components/emoji/recent';
import { Button } from '~/components/ui/button';
import { Dialog } from '~/components/ui/dialog';
import type { Conversation } from '~/contract/conversation';
import type { MessageEntry } from '~/contract/entry';
import { type Overlay, useMessageActions } from './message-actions';
import { MessageMenu } from './message-menu';

const EmojiPopup = lazily(() => import('~/components/emoji/emoji-popup'));
const Lightbox = lazily(() => import('~/components/media/lightbox'));
const ForwardDialog = lazily(() => import('./forward-dialog'));
const InfoDialog = lazily(() => import('./info-dialog'));
const PinsDialog = lazily(() => import('./pins-dialog'));

interface MessageOverlayProps {
  readonly conversation: Conversation;
  readonly overlay: Overlay;
  readonly onClose: () => void;
}

/** What stands over the conversation and asks, tells or shows something of one message. */
export function MessageOverlay(props: MessageOverlayProps) {
  return (
    <Suspense>
      <Shown {...props} />
    </Suspense>
  );
}

function Shown({ conversation, overlay, onClose }: MessageOverlayProps) {
  const actions = useMessageActions();
  switch (overlay.kind) {
    case 'menu':
      return <MessageMenu conversation={conversation} {...overlay} onClose={onClose} />;
    case 'emojis':
      return (
        <EmojiPopup
          anchor={overlay.anchor}
          onClose={onClose}
          onPick={(emoji) => {
            rememberEmoji(emoji);
            onClose();
            actions.react(overlay.message, emoji, true);
          }}
        />
      );
    case 'remove':
      return <RemoveDialog message={overlay.message} scope={overlay.scope} onClose={onClose} />;
    case 'info':
      return <InfoDialog message={overlay.message} onClose={onClose} />;
    case 'forward':
      return <ForwardDialog message={overlay.message} onClose={onClose} />;
    case 'pins':
      return <PinsDialog conversation={conversation} onClose={onClose} />;
    case 'pictures':
      return <Lightbox files={overlay.pictures} at={overlay.first} onClose={onClose} />;
    case 'problem':
      return (
        <Dialog title="That did not work" onClose={onClose}>
          <p>{overlay.words}</p>
        </Dialog>
      );
  }
}

interface RemoveDialogProps {
  readonly message: MessageEntry;
  readonly scope: 'everyone' | 'me';
  readonly onClose: () => void;
}

function RemoveDialog({ message: { conversationId, id, seq }, scope, onClose }: RemoveDialogProps) {
  const engine = useEngine();
  const forAll = scope === 'everyone';
  return (
    <Dialog title="Delete this message?" onClose={onClose}>
      <p className="text-sm text-muted">
        {forAll
          ? 'Nobody can read it any more. Others see that there was a message.'
          : 'It disappears from all of your devices. Others keep it and do not learn of this.'}
      </p>
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          look="danger"
          onClick={() => {
            engine.act(conversationId, { kind: forAll ? 'delete' : 'hide', targetId: id, targetSeq: seq });
            onClose();
          }}
        >
          {forAll ? 'Delete for everyone' : 'Delete for me'}
        </Button>
      </div>
    </Dialog>
  );
}
