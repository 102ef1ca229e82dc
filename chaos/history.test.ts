import { expect, test } from 'vitest';
import { TransportError } from '~/sync/transport';
import { type AttemptEnd, createHistory } from './history';
import { endOf } from './recorded-transport';

const ANSWERED: AttemptEnd = { result: 'answered', id: 'id-1', seq: 1 };
const REFUSED: AttemptEnd = { result: 'refused', code: 'FORBIDDEN' };
const UNKNOWN: AttemptEnd = { result: 'unknown', code: 'NETWORK' };

interface Story {
  readonly ends: readonly (AttemptEnd | 'under way')[];
  readonly isWaiting?: boolean;
  readonly gaveUp?: boolean;
}

function outcomeOf({ ends, isWaiting = false, gaveUp = false }: Story) {
  const history = createHistory();
  const device = history.device('phone', 'ana');
  device.invoked({ clientId: 'one', conversationId: 'group', kind: 'message' });
  for (const end of ends) {
    const ended = device.attempted('one');
    if (end !== 'under way') ended(end);
  }
  if (gaveUp) device.gaveUp('one');
  return history.acts(() => isWaiting)[0]?.outcome;
}

test.each<[string, Story, string]>([
  ['was answered', { ends: [ANSWERED] }, 'acknowledged'],
  ['was answered to a later attempt', { ends: [UNKNOWN, ANSWERED] }, 'acknowledged'],
  ['was answered, though another attempt was refused', { ends: [ANSWERED, REFUSED], gaveUp: true }, 'acknowledged'],
  ['was seen in its place without an answer', { ends: [UNKNOWN] }, 'acknowledged'],
  ['was refused and given up', { ends: [REFUSED], gaveUp: true }, 'failed'],
  ['was refused after an attempt without an answer', { ends: [UNKNOWN, REFUSED], gaveUp: true }, 'unknown'],
  ['still waits to be sent', { ends: [], isWaiting: true }, 'unknown'],
  ['is still under way', { ends: ['under way'], gaveUp: true }, 'unknown'],
])('an act that %s', (_what, story, outcome) => {
  expect(outcomeOf(story)).toBe(outcome);
});

test('only a refusal says that nothing was done', () => {
  const results = (['FORBIDDEN', 'RATE_LIMITED', 'UNAVAILABLE', 'NETWORK'] as const).map(
    (code) => endOf(new TransportError(code, 'words')).result,
  );
  expect(results).toEqual(['refused', 'refused', 'unknown', 'unknown']);
  expect(endOf(new Error('something else')).result).toBe('unknown');
});

test('an attempt at what nobody meant to do is a mistake of the harness', () => {
  expect(() => createHistory().device('phone', 'ana').attempted('one')).toThrow(/never meant/);
});
