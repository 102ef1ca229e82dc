import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Id } from '~/contract/primitives';
import type { Engine } from '~/sync/engine';
import { useEngine } from './engine-context';
import { isWorthRetrying } from './error-words';
import { proceduresFor } from './procedures';
import { trpc } from './trpc';

/** Attempts after the first, for what may succeed later. */
const RETRIES = 2;
/** An answer this young (in milliseconds) is not asked for again just because another component shows it too. */
const FRESH_MS = 10_000;

type Clients = ReturnType<typeof createClients>;

interface RequestsProps {
  readonly children: ReactNode;
}

/** What was answered is kept for as long as the engine is: it goes with the session. */
const clientsOf = new WeakMap<Engine, Clients>();

/**
 * For what is asked of procedures and is no part of the live feed: searching, directories, settings.
 * It stands around each part that does so, not around everything, because nobody needs it to read and write messages.
 */
export function Requests({ children }: RequestsProps) {
  const engine = useEngine();
  const clients = clientsOf.get(engine) ?? createClients(engine.getState().me.id);
  clientsOf.set(engine, clients);
  return <Provide clients={clients}>{children}</Provide>;
}

/** The same without an engine: for those who are not signed in, or for pages beside the chat of who is. */
export function PublicRequests({ children, userId = null }: RequestsProps & { readonly userId?: Id | null }) {
  const [clients] = useState(() => createClients(userId));
  return <Provide clients={clients}>{children}</Provide>;
}

function Provide({ clients, children }: RequestsProps & { readonly clients: Clients }) {
  return (
    <trpc.Provider client={clients.procedures} queryClient={clients.query}>
      <QueryClientProvider client={clients.query}>{children}</QueryClientProvider>
    </trpc.Provider>
  );
}

/** `userId`: the person the page is made for. */
function createClients(userId: Id | null) {
  return {
    query: new QueryClient({
      defaultOptions: {
        queries: {
          staleTime: FRESH_MS,
          retry: (failures, error) => failures < RETRIES && isWorthRetrying(error),
        },
      },
    }),
    procedures: proceduresFor(userId),
  };
}
