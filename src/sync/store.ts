import type { Model } from './model';
import type { Change, Effect } from './receive';
import type { SyncState } from './state';

/** Holds the model, and tells who listens. */
export interface Store {
  readonly model: Model;
  /** A place in the order of events; each is later than the one before. */
  now(): number;
  /** Changes the model, tells listeners once if the state became another, then has the effects done. */
  commit(change: (model: Model, at: number) => Model | Change): void;
  subscribe(listener: () => void): () => void;
  /** Nothing changes any more. */
  close(): void;
}

export interface StoreOptions {
  /** Called after the listeners of each change. */
  readonly onChanged: (previous: SyncState, next: SyncState) => void;
  readonly perform: (effects: readonly Effect[]) => void;
}

export function createStore(initial: Model, { onChanged, perform }: StoreOptions): Store {
  const listeners = new Set<() => void>();
  let model = initial;
  let order = 0;
  let isClosed = false;

  return {
    get model() {
      return model;
    },
    now: () => ++order,
    commit(change) {
      if (isClosed) return;
      const previous = model.state;
      const result = change(model, ++order);
      model = 'model' in result ? result.model : result;
      if (model.state !== previous) {
        for (const listener of [...listeners]) tell(listener);
        onChanged(previous, model.state);
      }
      if ('effects' in result) perform(result.effects);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      isClosed = true;
    },
  };
}

/** What a listener throws is reported as nobody's; it must not keep the change from being carried out. */
function tell(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
