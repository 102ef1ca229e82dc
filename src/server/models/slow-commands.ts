import type { mongo } from 'mongoose';
import type { Log } from '~/server/log';

/** Milliseconds after which a command has taken too long to be well: with indexes, each takes a few. */
const SLOW_MS = 500;

/**
 * Writes down commands that begin from now on and are slow: which, and of which collection; never what was asked or
 * written.
 */
export function watchCommands(client: mongo.MongoClient, log: Log, slowMs = SLOW_MS): void {
  const collections = new Map<number, unknown>();

  function finish(event: mongo.CommandSucceededEvent | mongo.CommandFailedEvent, failed: boolean): void {
    const { requestId, commandName, duration } = event;
    const collection = collections.get(requestId);
    if (!collections.delete(requestId) || duration < slowMs) return;
    const of = typeof collection === 'string' ? { collection } : {};
    log.warn({ command: commandName, ...of, ms: duration, failed }, 'a slow command of the database');
  }

  client.on('commandStarted', ({ requestId, commandName, command }) => {
    // `getMore` has its cursor there.
    collections.set(requestId, command.collection ?? command[commandName]);
  });
  client.on('commandSucceeded', (event) => finish(event, false));
  client.on('commandFailed', (event) => finish(event, true));
}
