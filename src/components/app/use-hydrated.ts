import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** Whether the browser has taken over what the server rendered. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
