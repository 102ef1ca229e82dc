import { setTimeout as pause } from 'node:timers/promises';
import { toTransportError } from '~/sync/trpc-error';
import { apiOf } from '../../tests/support/people';
import { endOf } from '../recorded-transport';
import type { Fault } from '../scene';

/** Milliseconds one of the five may take. */
const SEND_MS = 10_000;

/** Times each message is sent at once, and again until somebody knows what became of it. */
const TIMES = 5;
const ATTEMPTS = 8;

export const fivefold: Fault = {
  name: 'fivefold',
  lane: 'crowds',
  about: 'every message of a person is sent five times at once with the same clientId, through two servers',
  lastsMs: 15_000,
  async inject({ servers, population, history, note, count }, { chance, milliseconds }) {
    const person = chance.pick(population.people);
    const places = population.placesOf(person.me.id).filter(({ kind }) => kind !== 'room');
    note(`five times at once: ${person.me.name}`);
    const until = Date.now() + milliseconds;
    for (let message = 0; Date.now() < until; message += 1) {
      const place = chance.pick(places);
      const clientId = `fivefold-${history.now()}-${message}-${person.me.id}`;
      // A device of its own for each: whether one was done before the next is nobody's promise here.
      const record = history.device(clientId, person.me.id);
      record.invoked({ clientId, conversationId: place.id, kind: 'message' });
      const input = { conversationId: place.id, clientId, text: `five times, once: ${message}` };
      let isKnown = false;
      for (let attempt = 0; attempt < ATTEMPTS && !isKnown; attempt += 1) {
        const ports = chance.shuffled(servers.targets()).slice(0, 2);
        if (ports.length === 0) break;
        const ends = await Promise.all(
          Array.from({ length: TIMES }, async (_, time) => {
            const api = apiOf(`http://127.0.0.1:${ports[time % ports.length]!.port}`, person.token);
            const ended = record.attempted(clientId);
            const end = await api.message.send.mutate(input, { signal: AbortSignal.timeout(SEND_MS) }).then(
              ({ id, seq }) => ({ result: 'answered' as const, id, seq }),
              (error: unknown) => endOf(toTransportError(error)),
            );
            ended(end);
            return end;
          }),
        );
        isKnown = ends.some(({ result }) => result === 'answered');
        if (!isKnown) await pause(500);
      }
      // Nobody tries again: without an answer nobody knows.
      if (!isKnown) record.gaveUp(clientId);
      count('messages sent five times at once');
      await pause(200);
    }
  },
};
