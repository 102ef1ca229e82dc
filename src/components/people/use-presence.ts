import { useEffect } from 'react';
import { useTranslations } from 'use-intl/react';
import { useEngine, useSync } from '~/components/app/engine-context';
import { useFormats } from '~/components/app/formats';
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
  return useWordsFor(useSync((state) => (userId ? state.presence.get(userId) : undefined)));
}

/** How a person is, in words, as time goes by. */
export function useWordsFor(presence: Parameters<typeof presenceWords>[0]): string | null {
  const t = useTranslations('people');
  const common = useTranslations('common');
  const formats = useFormats();
  return presenceWords(presence, useNow(MINUTE_MS), { t, common, formats });
}
