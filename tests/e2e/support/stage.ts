import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { aProfile, launchBrowser, type Profile, type ProfileOptions } from './browser';
import { type Site, type SiteMode, startSite } from './site';

/** Where the browser tests of a file play. */
export interface Stage {
  readonly site: Site;
  readonly browser: Browser;
  /** A browser of somebody at the site. */
  profile(options?: ProfileOptions): Promise<Profile>;
}

interface StageOptions {
  readonly mode?: SiteMode;
  readonly keepProfiles?: boolean;
  /** Whether browsers install the service worker: half of the work of a browser that is new, and few stories are about it. */
  readonly worker?: boolean;
  /** What the site is told beside the usual. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** A site and a browser for the tests of a file; the profiles end with each test, unless they are kept to the last. */
export function aStage({
  mode = 'production',
  keepProfiles = false,
  worker = false,
  variables,
}: StageOptions = {}): Stage {
  let site: Site | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(mode, variables), launchBrowser()]);
  });
  afterEach(async () => {
    if (!keepProfiles) await Promise.all(browser?.contexts().map((context) => context.close()) ?? []);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.[Symbol.asyncDispose]();
  });
  const started = <T>(one: T | undefined): T => {
    if (!one) throw new Error('the stage is set before the first test, not earlier');
    return one;
  };
  return {
    get site() {
      return started(site);
    },
    get browser() {
      return started(browser);
    },
    profile: (options) => aProfile(started(browser), started(site), { worker, ...options }),
  };
}
