import type { BusMessage, Signal } from './bus';

/** What a person's devices are told beside the conversations: look again at what it names. */
export type UserNotice =
  /** A membership began, ended or changed: of this conversation, or, with null, of any. */
  | { readonly type: 'membership'; readonly conversationId: string | null }
  /** Hints may have been lost and flow again, of everything. */
  | { readonly type: 'resumed' }
  | Extract<
      BusMessage,
      { type: 'conversation' | 'notifications' | 'sessions' | 'blocks' | 'watch' | 'receipt' | 'user' }
    >;

export function isSignal(message: BusMessage): message is Signal {
  switch (message.type) {
    case 'receipt':
    case 'typing':
    case 'pictured':
    case 'user':
      return true;
    default:
      return false;
  }
}

export function isNotice(message: BusMessage): message is Extract<BusMessage, UserNotice> {
  switch (message.type) {
    case 'membership':
    case 'conversation':
    case 'notifications':
    case 'sessions':
    case 'blocks':
    case 'watch':
    case 'receipt':
    case 'user':
      return true;
    default:
      return false;
  }
}
