import { describe, expect, it } from 'vitest';
import type { Conversation, Room } from '~/contract/conversation';
import type { User } from '~/contract/user';
import { choicesFor, type Known } from './choices';
import { commandsFor } from './commands';

const aUser = (id: string, name: string): User => ({ id, name, username: name.toLowerCase(), avatarUrl: null });

/** With as much of a conversation as a choice is made by. */
const aConversation = (id: string, about: Partial<Conversation>) =>
  ({
    id,
    kind: 'group',
    slug: null,
    name: null,
    peer: null,
    lastActivityAt: '2030-01-01T00:00:00.000Z',
    mutedUntil: null,
    pinned: false,
    archived: false,
    ...about,
  }) as Conversation;

const aRoom = (id: string, name: string): Room => ({
  id,
  name,
  slug: name.toLowerCase(),
  avatarUrl: null,
  memberCount: 3,
  joined: false,
});

const BEN = aUser('ben', 'Ben');
const PICNIC = aConversation('picnic', { name: 'Picnic', lastActivityAt: '2030-01-03T00:00:00.000Z' });
const WITH_BEN = aConversation('with-ben', {
  kind: 'direct',
  peer: BEN,
  lastActivityAt: '2030-01-02T00:00:00.000Z',
});
const BENCH = aConversation('bench', { name: 'Bench builders' });

const KNOWN: Known = {
  meId: 'me',
  currentId: 'picnic',
  conversations: [BENCH, PICNIC, WITH_BEN],
  titleOf: ({ name, peer }) => name ?? peer?.name ?? '',
  people: [BEN, aUser('me', 'Benita'), aUser('bente', 'Bente')],
  rooms: [aRoom('berlin', 'Benches of Berlin'), aRoom('picnic', 'Picnic')],
  commands: [
    ['newGroup', 'New group'],
    ['signOut', 'Sign out'],
  ],
};

const keys = (query: string, known = KNOWN) => choicesFor(known, query).map(({ key }) => key);

describe('the choices', () => {
  it('are at first the other conversations, the last active first, and the commands', () => {
    expect(keys('')).toEqual(['with-ben', 'bench', 'newGroup', 'signOut']);
  });

  it('are what the query names: people with whom there is a conversation as that, and oneself not', () => {
    expect(keys('ben')).toEqual(['with-ben', 'bench', 'bente', 'berlin']);
  });

  it('are each there once, however often they were found', () => {
    const again = { ...KNOWN, people: [...KNOWN.people, aUser('bente', 'Bente')] };
    expect(keys('bente', again)).toEqual(['bente']);
    expect(keys('picnic')).toEqual(['picnic']);
  });

  it('begin with the kind that answers best', () => {
    expect(keys('sign')).toEqual(['signOut']);
    expect(keys('new g')[0]).toBe('newGroup');
  });

  it('are commands alone after a >', () => {
    expect(keys('>')).toEqual(['newGroup', 'signOut']);
    expect(keys('> sig')).toEqual(['signOut']);
  });
});

describe('the commands', () => {
  it('offer what does not hold already, about the conversation that is open', () => {
    const muted = aConversation('one', { mutedUntil: '9999-12-31T23:59:59.999Z', pinned: true });
    const offered = commandsFor(muted, true, Date.UTC(2030, 0, 1));
    expect(offered).toEqual(expect.arrayContaining(['unmute', 'unpin', 'archive', 'light']));
    expect(offered).not.toEqual(expect.arrayContaining(['mute']));
    expect(commandsFor(null, false, 0)).not.toContain('mute');
  });
});
