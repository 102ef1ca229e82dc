import { type Bus, type BusMessage, Listeners } from './bus';

/** The bus of a single process. Delivers in order, in a later tick than the publication, as a network would. */
export function memoryBus(): Bus {
  const listeners = new Listeners<BusMessage>();
  return {
    publish: (topic, message) => void setImmediate(() => listeners.deliver(topic, message)),
    async subscribe(topic, callback) {
      // Each subscription is its own, though two share a callback.
      const listener = (message: BusMessage) => callback(message);
      listeners.add(topic, listener);
      return () => void listeners.remove(topic, listener);
    },
    onResume: () => () => {},
    reach: async () => {},
    close: async () => {},
  };
}
