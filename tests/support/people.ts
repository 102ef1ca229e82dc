import { randomBytes } from 'node:crypto';
import { createTRPCClient, createWSClient, httpLink, type TRPCClient, wsLink } from '@trpc/client';
import { WebSocket } from 'ws';
import type { Me } from '~/contract/account';
import type { Event } from '~/contract/events';
import type { AppRouter } from '~/server/trpc/root';
import { createWaiting } from './waiting';

export const PASSWORD = 'correct horse battery';

export type Api = TRPCClient<AppRouter>;

/** Procedures over HTTP, for nobody or for whom the access token belongs to. */
export function apiOf(url: string, token?: string): Api {
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${url}/api/trpc`, headers: token ? { authorization: `Bearer ${token}` } : {} })],
  });
}

export interface Person {
  readonly me: Me;
  readonly token: string;
  readonly api: Api;
}

/** Registers somebody of that name with an access token. The username is unique, however often a name is used. */
export async function aPerson(url: string, name = 'Ana'): Promise<Person> {
  const username = `${name.toLowerCase()}-${randomBytes(4).toString('hex')}`;
  const nobody = apiOf(url);
  const me = await nobody.account.register.mutate({
    username,
    email: `${username}@example.org`,
    name,
    password: PASSWORD,
  });
  const { token } = await nobody.token.create.mutate({ login: username, password: PASSWORD, label: 'test' });
  return { me, token, api: apiOf(url, token) };
}

export const aClientId = (): string => randomBytes(12).toString('base64url');

export interface Listener extends AsyncDisposable {
  /** The whole router over the socket. */
  readonly api: Api;
  /** Everything the feed has yielded. */
  readonly events: readonly Event[];
  /** Resolves with the first event, past or to come, that passes. */
  until<E extends Event>(passes: (event: Event) => event is E): Promise<E>;
  until(passes: (event: Event) => boolean): Promise<Event>;
}

/** The whole router over one socket, which comes back by itself. */
export function liveApiOf(url: string, token: string) {
  const client = createWSClient({
    url: `${url.replace('http', 'ws')}/api/live`,
    connectionParams: { token },
    WebSocket: WebSocket as never,
    retryDelayMs: () => 20,
  });
  return { api: createTRPCClient<AppRouter>({ links: [wsLink({ client })] }), close: () => client.close() };
}

/** A program that listens to a person's feed over a real socket; live when it answers. */
export async function listenAs({ token }: Person, url: string): Promise<Listener> {
  const events: Event[] = [];
  const waiting = createWaiting();
  const { api, close } = liveApiOf(url, token);
  const subscription = api.feed.live.subscribe(undefined, {
    onData({ data }) {
      events.push(...data);
      waiting.look();
    },
    onError() {},
  });
  const until = (passes: (event: Event) => boolean) => waiting.until(() => events.find(passes));
  await until(({ type }) => type === 'heads');
  return {
    api,
    events,
    until: until as Listener['until'],
    async [Symbol.asyncDispose]() {
      subscription.unsubscribe();
      await close();
    },
  };
}
