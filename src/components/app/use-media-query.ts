import { useCallback, useSyncExternalStore } from 'react';

/** Whether the window matches; false while the server renders. */
export function useMediaQuery(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(query).matches,
    () => false,
  );
}

/** As wide as Tailwind's `lg`: room for the details beside the conversation. */
export const WIDE = '(min-width: 64rem)';
/** A mouse and a keyboard are likely. */
export const DESK = '(min-width: 48rem) and (pointer: fine)';
/** Narrow, and held in a hand. */
export const PHONE = '(max-width: 47.99rem) and (pointer: coarse)';
/** Typing happens on the screen. */
export const TOUCH = '(pointer: coarse)';
