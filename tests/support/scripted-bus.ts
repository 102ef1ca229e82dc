import { type Bus, type BusMessage, Listeners, type Topic } from '~/server/realtime/bus';

export interface ScriptedBus extends Bus {
  /** Every hint of conversations since the start, in the order of publication; none is delivered by itself. */
  readonly published: readonly { readonly topic: Topic; readonly message: BusMessage }[];
  /** Delivers one of them, now; as often and in whatever order a test likes. */
  deliver(index: number): void;
  resume(): void;
  /** Subscriptions that stand, by topic. */
  topics(): readonly string[];
}

/** A bus that loses everything unless told otherwise. */
export function scriptedBus(): ScriptedBus {
  const listeners = new Listeners<BusMessage>();
  const published: { topic: Topic; message: BusMessage }[] = [];
  const resumed = new Set<() => void>();
  return {
    published,
    publish: (topic, message) => void published.push({ topic, message }),
    async subscribe(topic, callback) {
      const listener = (message: BusMessage) => callback(message);
      listeners.add(topic, listener);
      return () => void listeners.remove(topic, listener);
    },
    onResume(listener) {
      resumed.add(listener);
      return () => void resumed.delete(listener);
    },
    reach: async () => {},
    close: async () => {},
    deliver(index) {
      const hint = published[index];
      if (hint) listeners.deliver(hint.topic, hint.message);
    },
    resume() {
      for (const listener of resumed) listener();
    },
    topics: () => listeners.topics(),
  };
}
