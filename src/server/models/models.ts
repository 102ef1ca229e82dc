import { setTimeout as pause } from 'node:timers/promises';
import mongoose, { type Connection } from 'mongoose';
import { createReach, type InReach } from '~/server/reach';
import { accessTokenModel } from './access-token';
import { adminsModel } from './admins';
import { auditLineModel } from './audit-line';
import { blockModel } from './block';
import { conversationModel } from './conversation';
import { mendDriverWrites } from './driver-writes';
import { type EntryDoc, entryModel } from './entry';
import { identityOf } from './identity';
import { leaseModel } from './lease';
import { membershipModel } from './membership';
import { pushSubscriptionModel } from './push-subscription';
import { reportModel } from './report';
import { sessionModel } from './session';
import { uploadModel } from './upload';
import { userModel } from './user';
import { keptVapidKeys, type VapidKeys } from './vapid-keys';
import { webhookModel } from './webhook';

/** Milliseconds that each step of a command may wait for a database that is gone; see `createReach` for what they come to. */
const DATABASE_WAIT_MS = 4_000;

/**
 * Milliseconds between looks at each server of the database. By itself the driver looks every ten seconds, and after all
 * connections broke, whoever waits for a server waits for the next look.
 */
const HEARTBEAT_MS = 1_000;

/** The database's name when the URL names none. */
const DATABASE = 'confab';

/**
 * Documents the database may send at once. Its own choice, 101, makes two round trips of a page of history; no answer of
 * ours is longer than this, so each takes one, and none hangs on a cursor that outlives its connection.
 */
export const IN_ONE_BATCH = 10_000;

export interface Models {
  readonly connection: Connection;
  /** What this database signs its notifications with, unless the operator has set other keys. */
  vapidKeys(): Promise<VapidKeys>;
  /** Tells this database from any other, and goes with every copy of it. */
  readonly identity: string;
  readonly users: ReturnType<typeof userModel>;
  readonly conversations: ReturnType<typeof conversationModel>;
  readonly memberships: ReturnType<typeof membershipModel>;
  readonly accessTokens: ReturnType<typeof accessTokenModel>;
  readonly sessions: ReturnType<typeof sessionModel>;
  readonly pushSubscriptions: ReturnType<typeof pushSubscriptionModel>;
  readonly blocks: ReturnType<typeof blockModel>;
  readonly uploads: ReturnType<typeof uploadModel>;
  readonly webhooks: ReturnType<typeof webhookModel>;
  readonly admins: ReturnType<typeof adminsModel>;
  readonly auditLines: ReturnType<typeof auditLineModel>;
  readonly leases: ReturnType<typeof leaseModel>;
  readonly reports: ReturnType<typeof reportModel>;
  /** The driver's own collection: the timeline is built of exact commands. */
  readonly entries: mongoose.mongo.Collection<EntryDoc>;
  /** Resolves when the database answers, rejects when it is away; who asks sets the time. */
  reach(): Promise<unknown>;
  /** Bounds how long somebody waits for this database. */
  readonly inReach: InReach;
  close(): Promise<void>;
}

/**
 * Connects and makes sure that every index stands. Writes are acknowledged by a majority and journaled, so that an
 * acknowledged number survives a failover; on a standalone server that is its one journal.
 */
export async function connectModels(url: string): Promise<Models> {
  mendDriverWrites();
  const connection = mongoose.createConnection(url, {
    ...(namesDatabase(url) ? {} : { dbName: DATABASE }),
    serverSelectionTimeoutMS: DATABASE_WAIT_MS,
    connectTimeoutMS: DATABASE_WAIT_MS,
    socketTimeoutMS: DATABASE_WAIT_MS,
    heartbeatFrequencyMS: HEARTBEAT_MS,
    writeConcern: { w: 'majority', journal: true },
    bufferCommands: false,
    // For `watchCommands`: too little to be measured beside the command itself.
    monitorCommands: true,
  });
  await connection.asPromise();
  const users = userModel(connection);
  const conversations = conversationModel(connection);
  const memberships = membershipModel(connection);
  const accessTokens = accessTokenModel(connection);
  const sessions = sessionModel(connection);
  const pushSubscriptions = pushSubscriptionModel(connection);
  const blocks = blockModel(connection);
  const uploads = uploadModel(connection);
  const webhooks = webhookModel(connection);
  const admins = adminsModel(connection);
  const auditLines = auditLineModel(connection);
  const leases = leaseModel(connection);
  const reports = reportModel(connection);
  const entries = entryModel(connection);
  const reach = async () => connection.db?.command({ ping: 1 });
  const all = [
    users,
    conversations,
    memberships,
    accessTokens,
    sessions,
    pushSubscriptions,
    blocks,
    uploads,
    reports,
    webhooks,
    entries,
  ];
  for (const model of all) await unlessRaced(() => model.createIndexes());
  return {
    connection,
    vapidKeys: () => unlessRaced(() => keptVapidKeys(connection)),
    identity: await unlessRaced(() => identityOf(connection)),
    users,
    conversations,
    memberships,
    accessTokens,
    sessions,
    pushSubscriptions,
    blocks,
    uploads,
    webhooks,
    admins,
    auditLines,
    leases,
    reports,
    entries: connection.collection<EntryDoc>('entries') as unknown as mongoose.mongo.Collection<EntryDoc>,
    reach,
    inReach: createReach(reach),
    close: () => connection.close(),
  };
}

/** Whether it says more than where; of several hosts, it is no address that `URL` would read. */
function namesDatabase(url: string): boolean {
  return /^[^/]*\/\/[^/]+\/[^?]/.test(url);
}

/** What one of several processes that set up the same database at once may hear: a duplicate, a conflict, a collection that exists. */
const RACE_CODES = new Set<unknown>([11000, 112, 48]);

/** Lost races before a start fails. Each means that somebody else made progress. */
const RACES_MAX = 30;

/** Milliseconds a loser waits at most, drawn at random so that losers spread: about what making an index takes. */
const RACE_PAUSE_MS = 200;

async function unlessRaced<T>(work: () => Promise<T>): Promise<T> {
  for (let races = 0; ; races += 1) {
    try {
      return await work();
    } catch (error) {
      const isRace = error instanceof Error && 'code' in error && RACE_CODES.has(error.code);
      if (!isRace || races === RACES_MAX) throw error;
      await pause(Math.random() * RACE_PAUSE_MS);
    }
  }
}

/** A unique index refused the write: somebody else was first. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 11000;
}
