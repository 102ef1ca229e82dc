import { type ComponentType, lazy, useEffect, useState } from 'react';

/** Milliseconds before code that could not be loaded is asked for again: the line may be back. */
const AGAIN_MS = 2_000;

/** Milliseconds after the start until code is loaded ahead: what is on the screen comes first. */
const AHEAD_AFTER_MS = 1_000;

/** Told to the window each time that code could not be loaded. */
export const MISSING_EVENT = 'confab-missing';

type Offline = typeof import('./offline');

/** A component whose code is not part of the start and comes when it is needed. */
// biome-ignore lint/suspicious/noExplicitAny: the properties of the component are inferred from it.
export function lazily<C extends ComponentType<any>>(load: () => Promise<{ default: C }>) {
  return lazy(() => untilLoaded(load));
}

/** A component of those that come ahead, as soon as the page has time, or when it is needed before. */
// biome-ignore lint/suspicious/noExplicitAny: the properties of the component are inferred from it.
export function lazilyOffline<C extends ComponentType<any>>(pick: (parts: Offline) => C) {
  return lazy(async () => ({ default: pick(await loadOffline()) }));
}

/** A component that is asked for through those that come ahead: the start does not carry where it is. */
// biome-ignore lint/suspicious/noExplicitAny: the properties of the component are inferred from it.
export function lazilyBehind<C extends ComponentType<any>>(pick: (later: Offline['later']) => Promise<{ default: C }>) {
  return lazily(async () => pick((await loadOffline()).later));
}

let arrive: (parts: Offline) => void;
const arrived = new Promise<Offline>((resolve) => {
  arrive = resolve;
});

/** A component of those that come ahead, there as soon as they are; it does not ask for them. */
// biome-ignore lint/suspicious/noExplicitAny: the properties of the component are inferred from it.
export function onceAhead<C extends ComponentType<any>>(pick: (parts: Offline) => C) {
  return lazy(async () => ({ default: pick(await arrived) }));
}

/** One of those that come ahead, there as soon as they are; undefined before. */
export function useOnceAhead<T>(pick: (parts: Offline) => T): T | undefined {
  const [parts, setParts] = useState<Offline>();
  useEffect(() => void arrived.then(setParts), []);
  return parts && pick(parts);
}

/** What can be done offline. */
export async function loadOffline(): Promise<Offline> {
  const parts = await untilLoaded(() => import('./offline'));
  arrive(parts);
  return parts;
}

/** Loads what has to be there offline, once the page has had time for what is on the screen. */
export function useAhead(): void {
  useEffect(() => {
    const timer = setTimeout(() => void loadOffline(), AHEAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
}

async function untilLoaded<M>(load: () => Promise<M>): Promise<M> {
  for (;;) {
    try {
      return await load();
    } catch {
      window.dispatchEvent(new Event(MISSING_EVENT));
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}
