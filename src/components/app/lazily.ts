import { type ComponentType, lazy } from 'react';

/** Milliseconds before code that could not be loaded is asked for again: the line may be back. */
const AGAIN_MS = 2_000;

/** Milliseconds after the start until code is loaded ahead: what is on the screen comes first. */
const AHEAD_AFTER_MS = 1_000;

type Load = () => Promise<unknown>;

const ahead = new Set<Load>();

/**
 * A component whose code is not part of the start and comes when it is needed. With `offline`, it comes ahead, as soon as
 * the page has time: what can be done offline has to be there when the line is cut.
 */
// biome-ignore lint/suspicious/noExplicitAny: the properties of the component are inferred from it.
export function lazily<C extends ComponentType<any>>(load: () => Promise<{ default: C }>, { offline = false } = {}) {
  const patiently = async (): Promise<{ default: C }> => {
    for (;;) {
      try {
        return await load();
      } catch {
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  };
  if (offline) ahead.add(load);
  return lazy(patiently);
}

/** Loads what has to be there offline, one after the other; the answer calls it off. */
export function loadAhead(): () => void {
  let isOver = false;
  const timer = setTimeout(async () => {
    for (const load of ahead) {
      if (isOver) return;
      await load().catch(() => {});
    }
  }, AHEAD_AFTER_MS);
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
