import { headers } from 'next/headers';
import { cache } from 'react';
import type { Me } from '~/contract/account';
import { isAppError } from '~/server/app-error';
import { publishedContainer } from '~/server/container-slot';
import { credentialsOf, identify } from './identify';

/** Who looks at the page being rendered; null for nobody. Asked once for a page. */
export const currentUser = cache(async (): Promise<Me | null> => {
  const container = publishedContainer();
  const { cookie } = credentialsOf(await headers());
  const actor = await identify(container, { cookie, authorization: undefined });
  if (!actor) return null;
  return container.services.accounts.me(actor).catch((error) => {
    if (isAppError(error)) return null;
    throw error;
  });
});
