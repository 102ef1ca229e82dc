/**
 * What is no part of the start and has to be there when the line is cut: what is done with messages, their files as far
 * as they are on this device, choosing files, recording, and sending them. One piece, because the parts come together and
 * are smaller together. The keyboard's shortcuts and what a screen reader is told come with it, once the page stands.
 * So does what a page shows only after a while or when something went wrong, and what runs beside the screen.
 */
export { AccountDialogs } from '~/components/account/account-dialogs';
export { AccountItems } from '~/components/account/account-items';
export { ConnectionWords } from '~/components/app/connection-words';
export { Welcome } from '~/components/app/welcome';
export { Announcer } from '~/components/conversation/announcer';
export { ComposingBar } from '~/components/conversation/composing-bar';
export { EmojiCompletion } from '~/components/conversation/emoji-completion';
export { FailedActions } from '~/components/conversation/failed-actions';
export { FirstUnreadButton } from '~/components/conversation/first-unread-button';
export { MessageOverlay } from '~/components/conversation/message-overlay';
export { MessageToolbar } from '~/components/conversation/message-toolbar';
export { NewMessagesButton } from '~/components/conversation/new-messages-button';
export { OlderFailed } from '~/components/conversation/older-failed';
export { RetryCountdown } from '~/components/conversation/retry-countdown';
export { TimelineEnd } from '~/components/conversation/timeline-end';
export { default as Background } from '~/components/install/background';
export { Keyboard } from '~/components/keyboard/keyboard';
export { MessageKeys } from '~/components/keyboard/message-keys';
export { ACCEPT } from '~/components/media/accept';
export { attachFiles } from '~/components/media/attach-files';
export { AttachProblem } from '~/components/media/attach-problem';
export { AudioPlayer } from '~/components/media/audio-player';
export { DocumentCard } from '~/components/media/document-card';
export { DropZone } from '~/components/media/drop-zone';
export { PictureGrid } from '~/components/media/picture-grid';
export { SendingStatus } from '~/components/media/sending-status';
export { Tray } from '~/components/media/tray';
export { VoiceRecorder } from '~/components/media/voice-recorder';
export { default as Alerts } from '~/components/notifications/alerts';
export { NoConversations } from '~/components/sidebar/no-conversations';
export { Failed } from '~/components/ui/failed';

/** What comes only when it is asked for. */
export const later = {
  blockedNotice: () => import('~/components/conversation/blocked-notice'),
  mentionCompletion: () => import('~/components/conversation/mention-completion'),
  noLongerMember: () => import('~/components/conversation/no-longer-member'),
  unavailable: () => import('~/components/conversation/unavailable'),
  emojiPopup: () => import('~/components/emoji/emoji-popup'),
  conversationOptions: () => import('~/components/sidebar/conversation-options'),
  newConversation: () => import('~/components/sidebar/new-conversation-dialog'),
  toastStack: () => import('~/components/ui/toast-stack'),
};
