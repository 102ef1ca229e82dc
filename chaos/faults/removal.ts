import { setTimeout as pause } from 'node:timers/promises';
import { toTransportError } from '~/sync/trpc-error';
import { aClientId } from '../../tests/support/people';
import type { Fault } from '../scene';
import { insist, within } from '../waiting';

/** Milliseconds a step may take while other things go wrong. */
const STEP_MS = 120_000;

/** Milliseconds between two messages of each writer. */
const BROADCAST_MS = 40;

/** Things a device has still to send above which it writes nothing more for now: a broadcast is no flood. */
const WAITING_MAX = 5;

export const removal: Fault = {
  name: 'removal',
  lane: 'crowds',
  about: 'two members of a group are removed while everybody in it writes',
  lastsMs: 6_000,
  async inject({ population, history, note, count }, { chance, milliseconds }) {
    const [owner, ...others] = chance.shuffled(population.people).slice(0, 5);
    const gone = others.slice(0, 2);
    const api = () => population.apiOf(owner!);
    const clientId = aClientId();
    const group = await insist(STEP_MS, () =>
      api().conversation.createGroup.mutate(
        { name: 'Broadcast', memberIds: others.map(({ me }) => me.id), clientId },
        { signal: AbortSignal.timeout(10_000) },
      ),
    );
    const devices = [owner!, ...others].flatMap(({ me }) => population.devicesOf(me.id));
    const ready = () => devices.filter(({ engine }) => engine?.getState().timelines.get(group.id)?.status === 'ready');
    await within(5_000, () => ready().length === devices.length);
    note(`${gone.map(({ me }) => me.name).join(' and ')} are removed while ${ready().length} devices write`);
    let isOver = false;
    const writing = ready().map(async (device) => {
      for (let number = 0; !isOver; number += 1) {
        const isFree = (device.engine?.getState().outbox.length ?? 0) < WAITING_MAX;
        if (isFree) device.send(group.id, `broadcast ${number} of ${device.id}`);
        await pause(BROADCAST_MS);
      }
    });
    await pause(milliseconds / 2);
    for (const { me } of gone) {
      const invokedAt = history.now();
      await insist(STEP_MS, async () => {
        const signal = AbortSignal.timeout(10_000);
        const removing = api().conversation.removeMember.mutate(
          { conversationId: group.id, userId: me.id },
          { signal },
        );
        // Not found: an earlier attempt has done it.
        await removing.catch((error) => {
          if (toTransportError(error).code !== 'NOT_FOUND') throw error;
        });
      });
      history.moved({ userId: me.id, conversationId: group.id, way: 'out', invokedAt, outcome: 'acknowledged' });
      count('people removed in the middle of a broadcast');
    }
    await pause(milliseconds / 2);
    isOver = true;
    await Promise.all(writing);
  },
};
