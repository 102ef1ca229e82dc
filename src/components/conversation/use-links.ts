import { useSyncExternalStore } from 'react';
import type { FindLinks } from './links';

/** What every link has: a scheme, or a dot within a word. Most messages have neither, and need nothing to find links. */
const LIKELY = /:\/\/|mailto:|\S\.\S/i;

const none: FindLinks = () => [];
const waiting = new Set<() => void>();
let found: FindLinks = none;
let loading = false;

async function load(): Promise<void> {
  loading = true;
  try {
    found = (await import('./links')).linksIn;
    for (const listener of waiting) listener();
  } catch {
    loading = false;
  }
}

function subscribe(listener: () => void): () => void {
  waiting.add(listener);
  if (!loading) void load();
  return () => waiting.delete(listener);
}

const never = () => () => {};

/** Finds the links of a text; finds none until what it takes is there, which is asked for when a text needs it. */
export function useLinks(text: string): FindLinks {
  return useSyncExternalStore(
    LIKELY.test(text) ? subscribe : never,
    () => found,
    () => none,
  );
}
