/**
 * What is no part of the start and has to be there when the line is cut: what is done with messages, their files as far
 * as they are on this device, choosing files, recording, and sending them. One piece, because the parts come together and
 * are smaller together. The keyboard's shortcuts and what a screen reader is told come with it, once the page stands.
 */
export { AccountItems } from '~/components/account/account-items';
export { Announcer } from '~/components/conversation/announcer';
export { EmojiCompletion } from '~/components/conversation/emoji-completion';
export { FailedActions } from '~/components/conversation/failed-actions';
export { MessageOverlay } from '~/components/conversation/message-overlay';
export { Keyboard } from '~/components/keyboard/keyboard';
export { MessageKeys } from '~/components/keyboard/message-keys';
export { attachFiles } from '~/components/media/attach-files';
export { AttachProblem } from '~/components/media/attach-problem';
export { AudioPlayer } from '~/components/media/audio-player';
export { DocumentCard } from '~/components/media/document-card';
export { DropOverlay } from '~/components/media/drop-overlay';
export { PictureGrid } from '~/components/media/picture-grid';
export { SendingStatus } from '~/components/media/sending-status';
export { Tray } from '~/components/media/tray';
export { VoiceRecorder } from '~/components/media/voice-recorder';
