import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from '~/server/realtime/connection';

/** Milliseconds between two connections that are sent away: each costs another process a handful of queries. */
const APART_MS = 4;

/** Milliseconds within which all are sent away, however many: a stopping process is not given long. */
const SPREAD_MAX_MS = 2_000;

/**
 * Sends all of them away, each at a moment of its own within a time that grows with their number: few go at once, many
 * do not arrive elsewhere together.
 */
export async function sendAway(connections: readonly Connection[], leaveMs?: number): Promise<void> {
  const within = Math.min(SPREAD_MAX_MS, connections.length * APART_MS);
  await Promise.all(
    connections.map(async (connection) => {
      await pause(Math.random() * within);
      connection.leave(leaveMs);
    }),
  );
}
