import type { Entry } from '~/contract/entry';
import { type Transport, TransportError } from '~/sync/transport';
import type { AttemptEnd, DeviceHistory } from './history';

/** The same transport; what is sent and heard over it is written down. */
export function recordedTransport(transport: Transport, history: DeviceHistory): Transport {
  async function attempt(clientId: string, call: () => Promise<Entry>): Promise<Entry> {
    const ended = history.attempted(clientId);
    try {
      const entry = await call();
      ended({ result: 'answered', id: entry.id, seq: entry.seq });
      return entry;
    } catch (error) {
      ended(endOf(error));
      throw error;
    }
  }

  async function listed<P extends { readonly entries: readonly Entry[] }>(asked: Promise<P>): Promise<P> {
    const page = await asked;
    history.answered(page.entries);
    return page;
  }

  return {
    ...transport,
    connect: (handlers) =>
      transport.connect({
        ...handlers,
        onConnected(via) {
          history.connected();
          handlers.onConnected(via);
        },
        onEvents(events) {
          history.fed(events);
          handlers.onEvents(events);
        },
      }),
    send: (input) => attempt(input.clientId, () => transport.send(input)),
    edit: (input) => attempt(input.clientId, () => transport.edit(input)),
    delete: (input) => attempt(input.clientId, () => transport.delete(input)),
    react: (input) => attempt(input.clientId, () => transport.react(input)),
    history: (input) => listed(transport.history(input)),
    since: (input) => listed(transport.since(input)),
    async check(entries) {
      const answer = await transport.check(entries);
      history.compared(entries[0]?.conversationId ?? '', answer.verdict);
      return answer;
    },
    messages: (input) => listed(transport.messages(input)),
  };
}

/** A refusal says that nothing was done; whatever can be tried again says nothing. */
export function endOf(error: unknown): AttemptEnd {
  if (!(error instanceof TransportError)) return { result: 'unknown', code: String(error) };
  // Too many at once is said before anything is done.
  const isRefusal = !error.isTransient || error.code === 'RATE_LIMITED';
  return { result: isRefusal ? 'refused' : 'unknown', code: error.code };
}
