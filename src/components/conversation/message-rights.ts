import type { Conversation } from '~/contract/conversation';
import type { MessageEntry } from '~/contract/entry';
import type { Id } from '~/contract/primitives';

/** What a member may do with a message; the server decides, this is what is offered. */
export interface MessageRights {
  readonly react: boolean;
  readonly reply: boolean;
  readonly edit: boolean;
  readonly copy: boolean;
  readonly download: boolean;
  readonly forward: boolean;
  readonly pin: boolean;
  readonly info: boolean;
  readonly report: boolean;
  readonly deleteForEveryone: boolean;
}

export function rightsOf(
  { kind, role, blocked }: Pick<Conversation, 'kind' | 'role' | 'blocked'>,
  { senderId, deletedAt, text, attachments }: Pick<MessageEntry, 'senderId' | 'deletedAt' | 'text' | 'attachments'>,
  meId: Id,
): MessageRights {
  const mine = senderId === meId;
  const leads = kind !== 'direct' && role !== 'member';
  const exists = deletedAt === null;
  return {
    react: exists && !blocked,
    reply: exists && !blocked,
    edit: exists && mine && !blocked,
    copy: exists && text.trim() !== '',
    download: exists && attachments.length > 0,
    forward: exists,
    pin: exists && !blocked && (kind !== 'room' || leads),
    info: exists && mine && kind !== 'room',
    report: exists && !mine,
    deleteForEveryone: exists && (mine || leads),
  };
}
