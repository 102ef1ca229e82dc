import type { Container } from '~/server/container';

/** Everything that is stored, by collection. */
export async function stored({ models }: Container): Promise<Record<string, Record<string, unknown>[]>> {
  const db = models.connection.db!;
  const names = (await db.listCollections().toArray()).map(({ name }) => name).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await db.collection(name).find().toArray()])),
  );
}

/** How much is stored, by collection. */
export async function storedCounts({ models }: Container): Promise<Record<string, number>> {
  const { users, conversations, memberships, accessTokens, uploads, entries } = models;
  const collections = { users, conversations, memberships, accessTokens, uploads, entries };
  const counts = Object.entries(collections).map(
    async ([name, collection]) => [name, await collection.estimatedDocumentCount()] as const,
  );
  return Object.fromEntries(await Promise.all(counts));
}

/**
 * The names of the commands the database gets while the work runs, but for the look that the timeline takes every few
 * seconds at what is not applied; the URL must say `monitorCommands=true`.
 */
export async function commandsDuring({ models }: Container, work: () => Promise<unknown>): Promise<string[]> {
  const client = models.connection.getClient();
  const names: string[] = [];
  const note = ({ commandName, command }: { commandName: string; command: { filter?: object } }) => {
    if (JSON.stringify(command.filter) !== '{"applied":false}') names.push(commandName);
  };
  client.on('commandStarted', note);
  try {
    await work();
  } finally {
    client.off('commandStarted', note);
  }
  return names;
}
