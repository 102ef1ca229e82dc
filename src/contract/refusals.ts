/**
 * What a server refuses with in words of its own, where its closed code says too little: the sentence programs are told,
 * by a name under which the browser has it in the person's language. `{…}` stands for what differs.
 */
export const REFUSALS = {
  presentPassword: 'Your present password is not that.',
  noPerson: 'There is no such person.',
  notInRoom: 'You are not in this room. Join it first.',
  lastOwner: 'Make somebody else an owner first.',
  groupFull: 'A group has at most {count} members. Make it a room.',
  noRoom: 'There is no room called {slug}.',
  roomTaken: 'There is a room called {slug} already.',
  messageDeleted: 'This message was deleted.',
  reactionsFull: 'A message has at most {count} different reactions.',
  pinsFull: 'At most {count} messages are pinned. Unpin one first.',
  pinRights: 'In a room, admins and owners pin messages.',
  fileLarge: 'A file may be at most {size}.',
  quotaFull: 'Your files may take {size} in all. Delete messages with files to make room.',
  fileKind: 'Files of this kind cannot be attached.',
  fileDamaged: 'The file is not what its name says, or it is damaged.',
  fileMarkup: 'Web pages and drawings (HTML, SVG, XML) cannot be attached.',
  fileEncoding: 'The text is not in UTF-8. Save it as UTF-8 and attach it again.',
  pictureLarge: 'The picture is too large: at most {count} million pixels are shown.',
  pictureKind: 'Pictures of this kind cannot be attached.',
  pictureDamaged: 'The picture cannot be read; it may be damaged.',
} as const;

export type RefusalName = keyof typeof REFUSALS;

export interface KnownRefusal {
  readonly name: RefusalName;
  readonly values: Readonly<Record<string, string>>;
  /** The file it is about, where several are sent. */
  readonly filename: string | null;
}

/** Which refusal these words are; null for words that only programs are told. */
export function refusalIn(words: string): KnownRefusal | null {
  for (const [name, pattern] of PATTERNS) {
    const found = pattern.exec(words);
    if (!found) continue;
    const { filename, ...values } = found.groups ?? {};
    return { name, values, filename: filename ?? null };
  }
  return null;
}

const PATTERNS = Object.entries(REFUSALS).map(([name, sentence]) => {
  const escaped = sentence.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{(\w+)\}/g, '(?<$1>.+?)');
  return [name as RefusalName, new RegExp(`^(?:(?<filename>[^\n]{1,200}): )?${escaped}$`)] as const;
});
