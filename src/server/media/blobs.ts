import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DataStore } from '@tus/server';
import type { Id } from '~/contract/primitives';
import type { Variant } from '~/server/models/links';

/** Bytes that do not change any more. */
export interface BlobName {
  readonly blob: string;
  readonly variant: Variant;
}

/** How they are answered with. */
export interface Served extends BlobName {
  readonly mimeType: string;
  /** Value of `Content-Disposition`. */
  readonly disposition: string;
}

/**
 * Where files are: what arrives, by upload, and what is kept, by blob. Writing or removing twice is the same as once,
 * and removing what is not there is no error.
 */
export interface BlobStore {
  /** Where tus puts what arrives. */
  readonly incoming: DataStore;
  /** What tus calls the upload. */
  incomingId(uploadId: Id): string;
  /** Bytes of the upload that have arrived; null if it is not open. */
  arrived(uploadId: Id): Promise<number | null>;
  /** Runs with a copy of what has arrived, as a file of this machine; whoever still writes does not reach it. */
  withIncoming<T>(uploadId: Id, work: (path: string) => Promise<T>): Promise<T>;
  removeIncoming(uploadId: Id): Promise<void>;

  /** Keeps what the file holds; durable when it resolves. The file has to be the caller's alone: it may be moved away. */
  put(name: BlobName, path: string, mimeType: string): Promise<void>;
  /** Runs with kept bytes as a file of this machine, to be read only. */
  withBlob<T>(name: BlobName, work: (path: string) => Promise<T>): Promise<T>;
  /** Answers GET and HEAD: ranges, conditions, 404 for what is not there. */
  serve(request: IncomingMessage, response: ServerResponse, served: Served): Promise<void>;
  /** Where browsers are sent for the bytes; null: they are answered here. */
  origin(): Promise<string | null>;
  /** Removes all variants. */
  remove(blob: string): Promise<void>;

  /**
   * Removes what has been there for so many milliseconds and the database does not know. Where it may be another
   * database's it removes nothing, and resolves with words for whoever runs the server. A bucket may be shared: it is left
   * alone.
   */
  sweep(olderThanMs: number, known: Known): Promise<string | null>;
  close(): void;
}

/** What a database knows: of these, the ones that are in it. */
export interface Known {
  /** Tells the database from any other. */
  readonly database: string;
  uploads(ids: readonly Id[]): Promise<ReadonlySet<Id>>;
  blobs(names: readonly string[]): Promise<ReadonlySet<string>>;
}

/** The same for the same bytes, for good. */
export function entityTag({ blob, variant }: BlobName): string {
  return `"${blob}-${variant}"`;
}
