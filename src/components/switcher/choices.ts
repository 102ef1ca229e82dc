import type { Conversation, Room } from '~/contract/conversation';
import type { Id } from '~/contract/primitives';
import type { User } from '~/contract/user';
import type { Command } from './commands';
import { folded, matchScore } from './match';

/** Something to go to or to do. */
export type Choice =
  | { readonly kind: 'conversation'; readonly key: string; readonly title: string; readonly conversation: Conversation }
  | { readonly kind: 'person'; readonly key: string; readonly title: string; readonly user: User }
  | { readonly kind: 'room'; readonly key: string; readonly title: string; readonly room: Room }
  | { readonly kind: 'command'; readonly key: string; readonly title: string; readonly command: Command };

export type ChoiceKind = Choice['kind'];

/** What there is to choose from. */
export interface Known {
  readonly meId: Id;
  /** Where one is. */
  readonly currentId: Id | null;
  readonly conversations: readonly Conversation[];
  readonly titleOf: (conversation: Conversation) => string;
  /** Met, and found by the server; one may be in it twice. */
  readonly people: Iterable<User>;
  readonly rooms: readonly Room[];
  readonly commands: readonly (readonly [command: Command, title: string])[];
}

/** Offered at once of each kind; who wants another one types another letter. */
const OFFERED_MAX = 12;

/** Before it stands what is not a command. */
const COMMANDS_ONLY = '>';

interface Scored {
  readonly choice: Choice;
  readonly score: number;
}

/**
 * What answers the query, kind by kind in the order of the best of each. Without a query, the conversations in the order
 * they were last active, and every command. A person with whom there is a conversation is that conversation.
 */
export function choicesFor(known: Known, query: string): Choice[] {
  const onlyCommands = query.startsWith(COMMANDS_ONLY);
  const asked = folded(onlyCommands ? query.slice(COMMANDS_ONLY.length) : query).trim();
  const commands = scored(known.commands.map(commandChoice), asked);
  if (onlyCommands) return commands.map(({ choice }) => choice);
  const groups = [
    scored(conversationChoices(known, asked !== ''), asked).slice(0, OFFERED_MAX),
    asked === '' ? [] : scored(personChoices(known), asked).slice(0, OFFERED_MAX),
    asked === '' ? [] : scored(roomChoices(known), asked).slice(0, OFFERED_MAX),
    commands,
  ].filter((group) => group.length > 0);
  if (asked !== '') groups.sort((a, b) => b[0]!.score - a[0]!.score);
  return groups.flat().map(({ choice }) => choice);
}

/** Equal scores keep the order in which the choices came. */
function scored(choices: readonly (readonly [Choice, string])[], asked: string): Scored[] {
  return choices
    .flatMap(([choice, text]) => {
      const score = matchScore(folded(text), asked);
      return score === null ? [] : [{ choice, score }];
    })
    .sort((a, b) => b.score - a.score);
}

/** The last active first; the one that is open only if it is looked for. */
function conversationChoices({ conversations, currentId, titleOf }: Known, withCurrent: boolean) {
  return conversations
    .filter(({ id }) => withCurrent || id !== currentId)
    .toSorted((a, b) => (a.lastActivityAt < b.lastActivityAt ? 1 : a.lastActivityAt > b.lastActivityAt ? -1 : 0))
    .map((conversation): readonly [Choice, string] => {
      const title = titleOf(conversation);
      const also = conversation.peer ? `@${conversation.peer.username}` : (conversation.slug ?? '');
      return [{ kind: 'conversation', key: conversation.id, title, conversation }, `${title} ${also}`];
    });
}

function personChoices({ people, conversations, meId }: Known) {
  const reached = new Set(conversations.map(({ peer }) => peer?.id));
  const others = new Map([...people].map((user) => [user.id, user]));
  return [...others.values()]
    .filter(({ id }) => id !== meId && !reached.has(id))
    .map((user): readonly [Choice, string] => [
      { kind: 'person', key: user.id, title: user.name, user },
      `${user.name} @${user.username}`,
    ]);
}

/** Those that one has not joined; the others are conversations. */
function roomChoices({ rooms, conversations }: Known) {
  const joined = new Set(conversations.map(({ id }) => id));
  return rooms
    .filter(({ id }) => !joined.has(id))
    .map((room): readonly [Choice, string] => [
      { kind: 'room', key: room.id, title: room.name, room },
      `${room.name} #${room.slug}`,
    ]);
}

function commandChoice([command, title]: Known['commands'][number]): readonly [Choice, string] {
  return [{ kind: 'command', key: command, title, command }, title];
}
