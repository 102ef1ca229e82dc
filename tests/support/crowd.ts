import { Types } from 'mongoose';
import type { Id } from '~/contract/primitives';
import type { Container } from '~/server/container';

/** Many people who only have to exist: nobody can sign in as one. */
export async function aCrowd({ models }: Container, size: number): Promise<Id[]> {
  const people = Array.from({ length: size }, () => {
    const _id = new Types.ObjectId();
    const username = `crowd-${_id}`;
    const createdAt = new Date();
    return {
      _id,
      username,
      usernameKey: username,
      email: `${username}@example.org`,
      name: 'Somebody',
      passwordHash: '-',
      terms: ['crowd', _id.toString(), 'somebody'],
      membershipRev: 0,
      createdAt,
    };
  });
  await models.users.insertMany(people);
  return people.map(({ _id }) => _id.toString());
}
