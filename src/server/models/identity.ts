import { randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';

/** What tells this database from any other: made once, and in every copy of it. */
export async function identityOf(connection: Connection): Promise<string> {
  const identities = connection.collection<{ _id: string; value: string }>('identity');
  const made = { $setOnInsert: { value: randomBytes(12).toString('hex') } };
  const found = await identities.findOneAndUpdate({ _id: 'database' }, made, { upsert: true, returnDocument: 'after' });
  return found!.value;
}
