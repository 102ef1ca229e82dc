import { redirect } from 'next/navigation';
import { signInPath } from '~/components/account/return-path';
import { currentUser } from '~/server/auth/session';

/** Pages show nothing themselves: what belongs to an address is drawn by the frame in the layout, without a round trip. */
export async function requireSignIn(path: string): Promise<null> {
  if (!(await currentUser())) redirect(signInPath(path));
  return null;
}
