import { useEffect } from 'react';
import { useEngine, useSync } from '~/components/app/engine-context';
import { useNow } from '~/components/app/use-now';
import type { Id } from '~/contract/primitives';
import { presenceWords } from './last-seen';

const MINUTE_MS = 60_000;

/** Keeps the presence of these people current while they are on the screen. */
export function useWatchPeople(userIds: readonly Id[]): void {
  const engine = useEngine();
  const key = userIds.join();
  useEffect(() => (key === '' ? undefined : engine.watchPeople(key.split(','))), [engine, key]);
}

export function useIsOnline(userId: Id | null | undefined): boolean {
  return useSync((state) => (userId ? (state.presence.get(userId)?.online ?? false) : false));
}

/** How a watched person is, in words. */
export function usePresenceWords(userId: Id | null | undefined): string | null {
  const presence = useSync((state) => (userId ? state.presence.get(userId) : undefined));
  return presenceWords(presence, useNow(MINUTE_MS));
}
