import { Suspense } from 'react';
import { useTranslations } from 'use-intl/react';
import { useMessageOf } from '~/components/app/error-words';
import { lazily } from '~/components/app/lazily';
import { rememberEmoji } from '~/components/emoji/recent';
import { Dialog } from '~/components/ui/dialog';
import type { Conversation } from '~/contract/conversation';
import { type ActionProblem, type Overlay, useMessageActions } from './message-actions';
import { MessageMenu } from './message-menu';

const EmojiPopup = lazily(() => import('~/components/emoji/emoji-popup'));
const Lightbox = lazily(() => import('~/components/media/lightbox'));
const ForwardDialog = lazily(() => import('./forward-dialog'));
const InfoDialog = lazily(() => import('./info-dialog'));
const ReportDialog = lazily(() => import('~/components/report/report-dialog'));
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
    case 'info':
      return <InfoDialog message={overlay.message} onClose={onClose} />;
    case 'forward':
      return <ForwardDialog message={overlay.message} onClose={onClose} />;
    case 'report':
      return <ReportDialog message={overlay.message} onClose={onClose} />;
    case 'pins':
      return <PinsDialog conversation={conversation} onClose={onClose} />;
    case 'pictures':
      return <Lightbox files={overlay.pictures} at={overlay.first} onClose={onClose} />;
    case 'problem':
      return <ProblemDialog problem={overlay.problem} onClose={onClose} />;
  }
}

interface ProblemDialogProps {
  readonly problem: ActionProblem;
  readonly onClose: () => void;
}

function ProblemDialog({ problem, onClose }: ProblemDialogProps) {
  const t = useTranslations('message');
  const messageOf = useMessageOf();
  return (
    <Dialog title={t('didNotWork')} onClose={onClose}>
      <p>{typeof problem === 'string' ? t(problem) : messageOf(problem.error)}</p>
    </Dialog>
  );
}
