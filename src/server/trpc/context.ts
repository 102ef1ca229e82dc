import type { Container } from '~/server/container';
import type { Journal } from '~/server/journal';
import type { Connection } from '~/server/realtime/feed';
import type { Actor } from '~/server/services/actor';
import type { Calls } from '~/server/transport/backpressure';

/** What every procedure gets. */
export interface Context {
  readonly actor: Actor | null;
  /** Whom the call comes from, as limits count. */
  readonly address: string;
  readonly journal: Journal;
  readonly services: Container['services'];
  readonly feed: Container['feed'];
  /** The socket it came over; null over HTTP. */
  readonly connection: Connection | null;
  /** Those of that socket, which take turns. */
  readonly calls?: Calls;
}
