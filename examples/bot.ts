import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createTRPCClient, httpLink } from '@trpc/client';
import { EventSource } from 'eventsource';
import { WebSocket } from 'ws';
import type { Entry } from '~/contract/entry';
import type { Id } from '~/contract/primitives';
import type { AppRouter } from '~/server/trpc/root';
import { nodeStorage } from '~/sync/node-storage';
import { TransportError } from '~/sync/transport';
import { createTrpcTransport } from '~/sync/trpc-transport';

/** What the bot answers to a line that begins with `/` and one of these words. */
const COMMANDS: Record<string, (words: string) => string> = {
  help: () =>
    `I know ${Object.keys(COMMANDS)
      .map((name) => `/${name}`)
      .join(', ')}.`,
  echo: (words) => words || 'Say something after /echo.',
  time: () => `It is ${new Date().toUTCString()}.`,
  roll: (words) => `${1 + Math.floor(Math.random() * (Number(words) >= 2 ? Math.floor(Number(words)) : 6))}`,
};

function answerTo(text: string): string | null {
  const [, name = '', words = ''] = /^\/(\w+)\s*([\s\S]*)$/.exec(text.trim()) ?? [];
  return Object.hasOwn(COMMANDS, name) ? COMMANDS[name]!(words) : null;
}

interface BotOptions {
  readonly baseUrl: string;
  /** An access token of the bot's own account. */
  readonly token: string;
  /** Where it keeps how far it has answered. */
  readonly directory: string;
}

/**
 * Answers every command in every conversation it is in, once: also what was written while the server or the bot was away.
 * The answer stops it.
 */
export async function startBot({ baseUrl, token, directory }: BotOptions): Promise<() => void> {
  const headers = { authorization: `Bearer ${token}` };
  const api = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${baseUrl}/api/trpc`, headers })] });
  const me = await api.account.me.query();
  const storage = nodeStorage(directory);
  const transport = createTrpcTransport({
    baseUrl,
    token,
    WebSocket: WebSocket as never,
    EventSource: EventSource as never,
  });
  const stopped = new AbortController();
  const working = new Map<Id, Promise<void>>();

  /** Does it until it is done, however often the server is away or wants us to wait; null if it will not have it. */
  async function insist<T>(act: () => Promise<T>): Promise<T | null> {
    for (;;) {
      try {
        return await act();
      } catch (error) {
        if (!(error instanceof TransportError)) throw error;
        if (!error.isTransient) return null;
        await pause((error.retryAfter ?? 1) * 1000, undefined, { signal: stopped.signal });
      }
    }
  }

  /** The same name for every attempt at the same answer: however often it is sent, it is there once. */
  const nameOfAnswer = (messageId: Id) => createHash('sha256').update(`answer to ${messageId}`).digest('base64url');

  async function answer(entry: Entry): Promise<void> {
    if (entry.kind !== 'message' || entry.senderId === me.id || entry.deletedAt) return;
    const text = answerTo(entry.text);
    if (text === null) return;
    const { conversationId, id } = entry;
    await insist(() => transport.send({ conversationId, clientId: nameOfAnswer(id), text, replyToId: id }));
  }

  /** Answers what lies between the number it has come to and the last. */
  async function catchUp(conversationId: Id): Promise<void> {
    const key = `answered:${conversationId}`;
    const kept = await storage.get(key);
    const joined = typeof kept === 'number' ? null : await insist(() => transport.conversation(conversationId));
    let upTo = typeof kept === 'number' ? kept : joined?.joinedSeq;
    while (upTo !== undefined) {
      const after: number = upTo;
      const page = await insist(() => transport.history({ conversationId, after, limit: 100 }));
      // Null: it is no member any more.
      if (!page || page.entries.length === 0) return;
      for (const entry of page.entries) {
        await answer(entry);
        upTo = entry.seq;
        await storage.set(key, upTo);
      }
    }
  }

  /** One run at a time for a conversation; what comes meanwhile is found by the next. */
  function look(conversationId: Id): void {
    const run = (working.get(conversationId) ?? Promise.resolve())
      .then(() => (stopped.signal.aborted ? undefined : catchUp(conversationId)))
      .catch((error) => {
        if (!stopped.signal.aborted) console.error(error);
      });
    working.set(conversationId, run);
  }

  const disconnect = transport.connect({
    onConnecting() {},
    onConnected: (via) => console.log(`connected over ${via} as @${me.username}`),
    onLatency() {},
    onSignedOut() {
      console.error('the token is not good any more');
      stop();
    },
    onEvents(events) {
      for (const event of events) {
        if (event.type === 'heads') for (const { conversationId } of event.heads) look(conversationId);
        if (event.type === 'conversation') look(event.conversation.id);
        if (event.type === 'entry') look(event.entry.conversationId);
        if (event.type === 'reset') look(event.conversationId);
      }
    },
  });

  function stop(): void {
    stopped.abort();
    disconnect();
  }
  return stop;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { CONFAB_URL: baseUrl = 'http://localhost:3000', CONFAB_TOKEN: token = '' } = process.env;
  const stop = await startBot({ baseUrl, token, directory: process.argv[2] ?? './bot-data' });
  process.once('SIGINT', stop);
}
