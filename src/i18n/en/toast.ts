/** What was just done, for a moment, with a way back where there is one. */
export default {
  region: 'Notices',
  undo: 'Undo',
  dismiss: 'Dismiss',
  deleted: 'Message deleted',
  hidden: 'Message deleted for you',
  copied: 'Copied',
  archived: 'Conversation archived',
  unarchived: 'Conversation back in the list',
  muted: 'Conversation muted',
  unmuted: 'Conversation unmuted',
  pinned: 'Conversation pinned to the top',
  unpinned: 'Conversation unpinned',
  left: 'You left {title}',
  failed: 'That did not work. Try again.',
} as const;
