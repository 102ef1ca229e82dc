import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ProcessFigures } from '~/contract/admin';
import type { Bus } from './bus';

/** Milliseconds that processes have to answer; one that is busier is left out. */
const WAIT_MS = 300;

export interface RollCallOptions {
  readonly bus: Pick<Bus, 'publish' | 'subscribe'>;
  /** What this process says of itself. */
  readonly present: () => ProcessFigures;
}

/** Which processes there are: one asks, and each answers. Nothing is kept, so that none that is gone is ever listed. */
export function createRollCall({ bus, present }: RollCallOptions) {
  const answers = new Map<string, Map<string, ProcessFigures>>();
  const listening = bus.subscribe('processes', (message) => {
    if (message.type === 'rollCall')
      bus.publish('processes', { type: 'present', call: message.call, figures: present() });
    if (message.type === 'present') answers.get(message.call)?.set(message.figures.id, message.figures);
  });

  return {
    async call(): Promise<readonly ProcessFigures[]> {
      await listening;
      const call = randomUUID();
      const own = present();
      const heard = new Map([[own.id, own]]);
      answers.set(call, heard);
      bus.publish('processes', { type: 'rollCall', call });
      await pause(WAIT_MS);
      answers.delete(call);
      return [...heard.values()].sort((one, other) => one.startedAt.localeCompare(other.startedAt));
    },

    async close(): Promise<void> {
      (await listening)();
    },
  };
}
