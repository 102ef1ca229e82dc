import { createContext, type ReactNode, use, useCallback, useSyncExternalStore } from 'react';
import type { Engine } from '~/sync/engine';
import type { SyncState } from '~/sync/state';

export interface Running {
  readonly engine: Engine;
  /** Ends the session on this device: forgets what is stored and leaves for the sign-in page. */
  readonly signOut: () => Promise<void>;
}

const RunningContext = createContext<Running | null>(null);

export function EngineProvider({ running, children }: { readonly running: Running; readonly children: ReactNode }) {
  return <RunningContext value={running}>{children}</RunningContext>;
}

function useRunning(): Running {
  const running = use(RunningContext);
  if (!running) throw new Error('There is no engine around this component.');
  return running;
}

export function useEngine(): Engine {
  return useRunning().engine;
}

export function useSignOut(): () => Promise<void> {
  return useRunning().signOut;
}

/** A part of the engine's state. The selector must answer with the same object while nothing has changed. */
export function useSync<T>(selector: (state: SyncState) => T): T {
  const { engine } = useRunning();
  const select = () => selector(engine.getState());
  const subscribe = useCallback((listener: () => void) => engine.subscribe(listener), [engine]);
  return useSyncExternalStore(subscribe, select, select);
}
