import fc from 'fast-check';
import type { ScriptedServer } from './scripted-server';

export const PEOPLE = ['ann', 'bob', 'cleo'] as const;
const EMOJI = ['👍', '❤', '😀'] as const;

/** Something a member does. `pick` chooses its target among the messages so far. */
export type Deed = { readonly by: (typeof PEOPLE)[number]; readonly pick: number } & (
  | { readonly kind: 'say' | 'edit' | 'remove' | 'hide' | 'come or go' }
  | { readonly kind: 'react'; readonly emoji: string; readonly on: boolean }
);

const by = fc.constantFrom(...PEOPLE);
const pick = fc.nat(1000);

export const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('say' as const), by, pick }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom('edit', 'remove', 'hide', 'come or go'), by, pick }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('react' as const),
      by,
      pick,
      emoji: fc.constantFrom(...EMOJI),
      on: fc.boolean(),
    }),
  },
);

let said = 0;

/** Does it, if that person may; intents aim at any message, also at deleted and hidden ones. */
export function perform(server: ScriptedServer, conversationId: string, deed: Deed): void {
  const isMember = server.members(conversationId).has(deed.by);
  if (deed.kind === 'come or go') {
    if (isMember) server.leave(deed.by, conversationId);
    else server.join(deed.by, conversationId);
    return;
  }
  if (!isMember) return;
  if (deed.kind === 'say') {
    const files = ['one', 'another'].slice(0, Math.max(0, (deed.pick % 6) - 3));
    server.say(deed.by, conversationId, `said ${++said}`, ...files);
    return;
  }
  const messages = server.entries(conversationId).filter((entry) => entry.kind === 'message');
  // Mostly among the last few, so that changes meet.
  const target = messages.at(-1 - (deed.pick % Math.min(messages.length, deed.pick % 2 ? 3 : 1000)));
  if (!target) return;
  if (deed.kind === 'edit') server.edit(deed.by, conversationId, target.seq, `said ${++said} instead`);
  else if (deed.kind === 'remove') server.remove(deed.by, conversationId, target.seq);
  else if (deed.kind === 'hide') server.hide(deed.by, conversationId, target.seq);
  else if (deed.kind === 'react') server.react(deed.by, conversationId, target.seq, deed);
}
