import type { Connection } from 'mongoose';

/** What a server has used since it was started. */
export interface Usage {
  /** Of all its threads, in the program and in the kernel. */
  readonly cpuMicros: number;
  readonly residentBytes: number;
}

/** What every server under test answers; `publish` does what follows the commit of a message. */
export type ServerCommands = {
  /** With `settled`, after everything has been collected that can be. */
  usage(options: { readonly settled?: boolean }): Promise<Usage>;
  /** Tells the members of a conversation of new messages, all within one tick; when that began, on the shared clock. */
  publish(event: Publication): number | Promise<number>;
  /** Commands that the database was sent since the last call; for servers started to count them. */
  commands(): number;
};

export interface Publication {
  readonly conversationId: string;
  readonly texts: readonly string[];
}

/** What a server tells when it is ready. */
export interface Ready {
  readonly url: string;
}

/** Turns of the event loop and collections after which nothing more goes: finalizers run between two of them. */
const COLLECTIONS = 5;

export async function usage({ settled = false }: { readonly settled?: boolean }): Promise<Usage> {
  for (let round = 0; settled && round < COLLECTIONS; round += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const { user, system } = process.cpuUsage();
  return { cpuMicros: user + system, residentBytes: process.memoryUsage.rss() };
}

/** Counts what a connection sends, if its URL says `monitorCommands=true`. */
export function countCommands(connection: Connection): () => number {
  let count = 0;
  connection.getClient().on('commandStarted', () => {
    count += 1;
  });
  return () => {
    const counted = count;
    count = 0;
    return counted;
  };
}
