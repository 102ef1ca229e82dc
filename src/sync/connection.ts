import type { Event } from '~/contract/events';
import { dispatch } from './dispatch';
import type { Via } from './live-line';
import { type Model, withState } from './model';
import type { Effect } from './receive';
import type { ConnectionPhase } from './state';
import type { Store } from './store';
import type { FeedHandlers, Transport } from './transport';

/** The phases of the connection, and the feed's way into the model. */
export interface Connection {
  open(): void;
  setOnline(online: boolean): void;
  close(): void;
}

export interface ConnectionOptions {
  /** The feed is live, or there is a network again: what failed may work now. */
  readonly onBack: () => void;
  /** Heads have come: on a new line, or because hints may have been lost. */
  readonly onLive: () => void;
  /** What the feed has told has been taken over. */
  readonly onHeard: (events: readonly Event[]) => void;
  /** Nothing is heard any more. */
  readonly onLost: () => void;
  readonly onSignedOut: () => void;
}

export function createConnection(store: Store, transport: Transport, options: ConnectionOptions): Connection {
  let close: (() => void) | null = null;
  let wasLive = false;

  const phase = () => store.model.state.connection.phase;
  const isShut = () => phase() === 'offline' || phase() === 'signedOut';

  function enter(next: ConnectionPhase): void {
    store.commit((model) => withPhase(model, next));
  }

  const handlers: FeedHandlers = {
    onConnecting() {
      if (isShut()) return;
      store.commit((model, at) => ({
        ...withPhase(model, wasLive ? 'reconnecting' : 'connecting'),
        connectingAt: at,
      }));
      options.onLost();
    },
    onConnected(via) {
      if (!isShut()) store.commit((model) => withVia(model, via));
    },
    onEvents(events) {
      if (isShut()) return;
      const was = phase();
      store.commit((before) => {
        const effects: Effect[] = [];
        const model = events.reduce((next, event) => {
          const change = dispatch(next, event, store.now());
          effects.push(...change.effects);
          return change.model;
        }, before);
        return { model, effects };
      });
      options.onHeard(events);
      if (phase() === 'live' && events.some(({ type }) => type === 'heads')) options.onLive();
      if (was === 'live' || phase() !== 'live') return;
      wasLive = true;
      options.onBack();
    },
    onLatency(latencyMs) {
      if (phase() !== 'live') return;
      store.commit((model) => withState(model, { connection: { ...model.state.connection, latencyMs } }));
    },
    onSignedOut() {
      enter('signedOut');
      options.onLost();
      options.onSignedOut();
    },
  };

  return {
    open() {
      close ??= transport.connect(handlers);
    },
    setOnline(online) {
      if (phase() === 'signedOut') return;
      const wasOffline = phase() === 'offline';
      if (!online) {
        enter('offline');
        options.onLost();
      } else if (wasOffline) enter(wasLive ? 'reconnecting' : 'connecting');
      transport.setOnline(online);
      if (online && wasOffline) options.onBack();
    },
    close() {
      close?.();
    },
  };
}

function withPhase(model: Model, phase: ConnectionPhase): Model {
  const { connection } = model.state;
  if (connection.phase === phase) return model;
  const latencyMs = phase === 'live' ? connection.latencyMs : null;
  return withState(model, { connection: { ...connection, phase, latencyMs } });
}

function withVia(model: Model, via: Via): Model {
  const { connection } = model.state;
  return connection.via === via ? model : withState(model, { connection: { ...connection, via, latencyMs: null } });
}
