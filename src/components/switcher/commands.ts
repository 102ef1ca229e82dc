import { isMuted } from '~/components/sidebar/muted';
import type { Conversation, Preferences } from '~/contract/conversation';

/** Asked of the conversation that is open. */
type Here = 'searchHere' | 'details' | 'mute' | 'unmute' | 'pin' | 'unpin' | 'archive' | 'unarchive';

type General =
  | 'newConversation'
  | 'newGroup'
  | 'newRoom'
  | 'findRooms'
  | 'searchMessages'
  | 'dark'
  | 'light'
  | 'settings'
  | 'shortcuts'
  | 'signOut';

/** What can be done from the switcher; its title is the text of that name. */
export type Command = Here | General;

/** Those that make sense at the moment: what holds already is not offered. */
export function commandsFor(here: Conversation | null, isDark: boolean, now: number): Command[] {
  const conversation: Command[] = here
    ? [
        'searchHere',
        'details',
        isMuted(here, now) ? 'unmute' : 'mute',
        here.pinned ? 'unpin' : 'pin',
        here.archived ? 'unarchive' : 'archive',
      ]
    : [];
  return [
    'newConversation',
    'newGroup',
    'newRoom',
    'findRooms',
    'searchMessages',
    ...conversation,
    isDark ? 'light' : 'dark',
    'settings',
    'shortcuts',
    'signOut',
  ];
}

/** The last instant there is, `MUTED_FOR_GOOD`: the contract's own file would bring its schemas along. */
const FOR_GOOD = '9999-12-31T23:59:59.999Z';

/** What a command sets about the conversation; null for those that set nothing. */
export function preferencesOf(command: Command): Partial<Preferences> | null {
  switch (command) {
    case 'mute':
      return { mutedUntil: FOR_GOOD };
    case 'unmute':
      return { mutedUntil: null };
    case 'pin':
    case 'unpin':
      return { pinned: command === 'pin' };
    case 'archive':
    case 'unarchive':
      return { archived: command === 'archive' };
    default:
      return null;
  }
}
