import type { IncomingHttpHeaders } from 'node:http';
import { credentialsOf, identify } from '~/server/auth/identify';
import type { Container } from '~/server/container';
import type { Journal } from '~/server/journal';
import type { InReach } from '~/server/reach';
import type { Connection } from '~/server/realtime/connection';
import type { Actor } from '~/server/services/actor';
import { addressIn } from '~/server/transport/address';
import type { Calls } from '~/server/transport/backpressure';
import { requestIdIn } from '~/server/transport/requests';
import { throwRefused } from './refused';

/** What every procedure gets. */
export interface Context {
  readonly actor: Actor | null;
  /** Whom the call comes from, as limits count. */
  readonly address: string;
  readonly journal: Journal;
  readonly services: Container['services'];
  readonly feed: Container['feed'];
  readonly inReach: InReach;
  /** The socket, or the stream of events, it came over; null for any other request. */
  readonly connection: Connection | null;
  /** Those of that socket, which take turns. */
  readonly calls?: Calls;
}

/** For a call over HTTP. */
export async function httpContext(container: Container, headers: Headers | IncomingHttpHeaders): Promise<Context> {
  const { services, feed, models } = container;
  const { inReach } = models;
  const actor = await inReach(identify(container, credentialsOf(headers))).catch(throwRefused);
  return {
    actor,
    address: addressIn(headers),
    journal: container.journalOf(requestIdIn(headers)),
    services,
    feed,
    inReach,
    connection: null,
  };
}
