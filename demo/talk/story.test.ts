import { describe, expect, test } from 'vitest';
import { NEWCOMERS, RESIDENTS } from '../people';
import { DIRECT } from './direct';
import { GROUPS } from './groups';
import { ROOMS } from './rooms';
import { SCENES } from './scenes';
import { span } from './story';

const TALKS = [...ROOMS, ...GROUPS, ...DIRECT];
const USERNAMES = new Set([...NEWCOMERS, ...RESIDENTS].map(({ username }) => username));

describe('the story of the demo', () => {
  test('names conversations once, and people who exist', () => {
    expect(new Set(TALKS.map(({ key }) => key)).size).toBe(TALKS.length);
    expect(TALKS.flatMap(({ members }) => members).filter((username) => !USERNAMES.has(username))).toEqual([]);
  });

  test.each(TALKS)('$key is told by its members, in order', ({ kind, members, lines, set = {}, unseen = {} }) => {
    const said = new Set<string>();
    let ago = Number.POSITIVE_INFINITY;
    for (const [username, text, more = {}] of lines) {
      const reacting = Object.values(more.reactions ?? {}).flat();
      for (const name of [username, ...reacting, ...(more.pinnedBy ? [more.pinnedBy] : [])]) {
        expect(members, text).toContain(name);
      }
      if (more.ago) {
        expect(span(more.ago), text).toBeLessThan(ago);
        ago = span(more.ago);
      }
      if (more.to) expect(said, text).toContain(more.to);
      if (more.key) said.add(more.key);
      // In a room, admins and owners pin.
      if (more.pinnedBy && kind === 'room') expect(more.pinnedBy).toBe(members[0]);
    }
    expect(lines[0]?.[2]?.ago).toBeDefined();
    expect(members).toEqual(expect.arrayContaining([...Object.keys(set), ...Object.keys(unseen)]));
  });

  test('goes on in scenes whose people are there', () => {
    for (const { talk, lines } of SCENES) {
      const members = TALKS.find(({ key }) => key === talk)?.members ?? [];
      for (const [username, , reactions = {}] of lines) {
        expect(members).toEqual(expect.arrayContaining([username, ...Object.keys(reactions)]));
      }
    }
  });
});
