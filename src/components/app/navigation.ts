import { usePathname } from 'next/navigation';
import type { Id } from '~/contract/primitives';

/** Where a person can be. Every one has an address of its own. */
export type Screen =
  | { readonly at: 'home' }
  /** With `seq`: at the message of that number. */
  | {
      readonly at: 'conversation';
      readonly conversationId: Id;
      readonly details: boolean;
      readonly seq: number | null;
    }
  /** In one conversation, or in all. */
  | { readonly at: 'search'; readonly conversationId: Id | null }
  | { readonly at: 'rooms' }
  | { readonly at: 'room'; readonly slug: string };

export const HOME = '/';
export const ROOMS = '/rooms';
export const SEARCH = '/search';
export const conversationPath = (conversationId: Id) => `/c/${conversationId}`;
export const detailsPath = (conversationId: Id) => `/c/${conversationId}/details`;
export const messagePath = (conversationId: Id, seq: number) => `/c/${conversationId}/m/${seq}`;
export const searchPath = (conversationId: Id) => `/c/${conversationId}/search`;
export const roomPath = (slug: string) => `/rooms/${slug}`;

export function screenAt(pathname: string): Screen {
  const [first, second, third, fourth] = pathname.split('/').filter(Boolean);
  if (first === 'search') return { at: 'search', conversationId: null };
  if (first === 'c' && second && third === 'search') return { at: 'search', conversationId: second };
  if (first === 'c' && second) {
    const seq = third === 'm' && /^[1-9]\d{0,15}$/.test(fourth ?? '') ? Number(fourth) : null;
    return { at: 'conversation', conversationId: second, details: third === 'details', seq };
  }
  if (first === 'rooms') return second ? { at: 'room', slug: decodeURIComponent(second) } : { at: 'rooms' };
  return { at: 'home' };
}

export function useScreen(): Screen {
  return screenAt(usePathname());
}

/**
 * Goes there without asking the server: every screen of the application is in the browser already, so that moving
 * between conversations is immediate and works offline. Next follows the history, see `usePathname`.
 */
export function goTo(path: string): void {
  const from = window.location.pathname;
  if (from !== path) window.history.pushState({ from }, '', path);
}

/** Leaves for the screen above: back if that is where one came from, so that the history does not grow by closing things. */
export function goUp(path: string): void {
  if (window.history.state?.from === path) window.history.back();
  else goTo(path);
}

/** Goes there in place of where one is. */
export function goInstead(path: string): void {
  window.history.replaceState(null, '', path);
}
