import { indexedDbStorage } from '~/components/app/indexed-db-storage';
import { forgetPerson, knownPerson } from './known-person';

/** What the engine keeps of conversations. Drafts and what waits to be sent are the person's own, and stay. */
const HISTORY = ['conversations', 'users', 'timeline:'];

/**
 * Forgets what the server has told whoever was signed in here last, because their session is over. What they have written
 * and not sent stays until they sign in again.
 */
export async function forgetHistory(): Promise<void> {
  const person = knownPerson();
  if (!person) return;
  const { id } = person.me;
  forgetPerson();
  const storage = indexedDbStorage(id);
  const found = await Promise.all(HISTORY.map((prefix) => storage.entries(`${id}:${prefix}`)));
  await Promise.all(found.flat().map(([key]) => storage.delete(key)));
}
