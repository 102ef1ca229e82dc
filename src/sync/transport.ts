import type { Conversation } from '~/contract/conversation';
import type { Entry } from '~/contract/entry';
import type { AppCode } from '~/contract/errors';
import type { Event } from '~/contract/events';
import type {
  CheckAnswer,
  DeleteMessageInput,
  EditMessageInput,
  GetHistoryInput,
  GetMessagesInput,
  GetSinceInput,
  HistoryPage,
  MessagesByNumber,
  ReactToMessageInput,
  SendMessageInput,
  SyncPage,
} from '~/contract/message';
import type { Presence } from '~/contract/presence';
import type { Id } from '~/contract/primitives';
import type { RaiseReceiptInput, Receipt } from '~/contract/receipt';
import type { CreateUploadInput, Upload, UploadTicket } from '~/contract/upload';
import type { User } from '~/contract/user';
import type { Via } from './live-line';

/** Why a call failed. `NETWORK`: no answer, so whether it happened is unknown. */
export class TransportError extends Error {
  constructor(
    readonly code: AppCode | 'NETWORK',
    message: string,
    /** Seconds to wait, with `RATE_LIMITED`. */
    readonly retryAfter?: number,
  ) {
    super(message);
    this.name = 'TransportError';
  }

  /** Whether the same call can succeed later without anybody changing anything. */
  get isTransient(): boolean {
    return this.code === 'NETWORK' || this.code === 'UNAVAILABLE' || this.code === 'RATE_LIMITED';
  }
}

export interface FeedHandlers {
  /** A line is being opened, again and again until it stands or is refused. */
  onConnecting(): void;
  /** A line stands, perhaps in the place of another: from now on everything comes over it. */
  onConnected(via: Via): void;
  /** A batch, in order. The first batch on every line starts with `heads`. */
  onEvents(events: readonly Event[]): void;
  /** Round trip of the last keep-alive, in milliseconds. */
  onLatency(milliseconds: number): void;
  /** The session is over; the transport does not come back by itself. */
  onSignedOut(): void;
}

/** What the engine needs of a server. Every promise settles within a bounded time; rejections are `TransportError`s. */
export interface Transport {
  /** Opens the feed and keeps it open, coming back with jitter. The answer closes it; closing twice is the same as once. */
  connect(handlers: FeedHandlers): () => void;
  /** The device says it has a network (again) or none: try at once, or stop trying. */
  setOnline(online: boolean): void;
  /** The session seems to be over: unless it can be renewed, the feed closes for good. */
  expire?(): void;
  list(cursor: string | null): Promise<{ conversations: readonly Conversation[]; nextCursor: string | null }>;
  conversation(conversationId: Id): Promise<Conversation>;
  history(input: GetHistoryInput): Promise<HistoryPage>;
  since(input: GetSinceInput): Promise<SyncPage>;
  /** Of a run, not empty, whose last entry is the last applied. */
  check(entries: readonly Entry[]): Promise<CheckAnswer>;
  send(input: SendMessageInput): Promise<Entry>;
  edit(input: EditMessageInput): Promise<Entry>;
  delete(input: DeleteMessageInput): Promise<Entry>;
  react(input: ReactToMessageInput): Promise<Entry>;
  messages(input: GetMessagesInput): Promise<MessagesByNumber>;
  read(input: RaiseReceiptInput): Promise<Receipt>;
  delivered(input: RaiseReceiptInput): Promise<Receipt>;
  receipts(conversationId: Id): Promise<readonly Receipt[]>;
  typing(conversationId: Id, typing: boolean): Promise<void>;
  /** Replaces who is watched, for as long as the connection stands. */
  watchPresence(userIds: readonly Id[]): Promise<readonly Presence[]>;
  users(userIds: readonly Id[]): Promise<readonly User[]>;
  /** With the same `clientId`, answers with the same upload. */
  createUpload(input: CreateUploadInput): Promise<UploadTicket>;
  upload(uploadId: Id): Promise<Upload>;
  /** Gives back the room of an upload that will not be used. */
  cancelUpload?(uploadId: Id): Promise<void>;
}
