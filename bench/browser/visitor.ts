import type { Browser } from 'playwright-core';
import { aProfile, call, type Profile, signUp } from '../../tests/e2e/support/browser';
import type { Scene } from '../peers/scene';

/** Somebody new at a site, in a browser that knows nothing but who they are. */
export type Cookies = Awaited<ReturnType<Profile['context']['cookies']>>;

/** Registers somebody and has them join every conversation of the scene. */
export async function aVisitor(browser: Browser, url: string, { conversationIds }: Scene): Promise<Cookies> {
  const { context, page } = await aProfile(browser, { url });
  await signUp(page, 'Ana');
  for (const id of conversationIds) await call(context, 'room.join', { slug: `bench-${id}` });
  const cookies = await context.cookies();
  await context.close();
  return cookies;
}

/** A browser of the visitor's in which nothing is stored yet. */
export async function aFreshBrowser(browser: Browser, url: string, cookies: Cookies): Promise<Profile> {
  const profile = await aProfile(browser, { url });
  await profile.context.addCookies(cookies);
  // tsx has esbuild name the functions that run in the page.
  await profile.context.addInitScript('globalThis.__name = (named) => named');
  return profile;
}
