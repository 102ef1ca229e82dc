import type { BrowserContext, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import {
  attach,
  expectMessages,
  expectSent,
  messageWith,
  openDirect,
  openFromList,
  send,
  signUpThroughPage,
} from '../../e2e/support/browser';
import { aStage } from '../../e2e/support/stage';
import { aPicture } from '../../support/files';

declare global {
  interface Window {
    ran?: unknown;
    tellViolation(directive: string): void;
  }
}

const stage = aStage({ worker: true });

/** The directives that the pages of a browser broke, as they are told of it. */
async function violationsIn(context: BrowserContext): Promise<readonly string[]> {
  const violations: string[] = [];
  await context.exposeFunction('tellViolation', (directive: string) => violations.push(directive));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
      window.tellViolation(effectiveDirective),
    );
  });
  return violations;
}

/** Opens a page with something that was slipped into it on its way, its headers as they were sent. */
async function openWith(page: Page, path: string, slipped: string): Promise<void> {
  await page.route(`${stage.site.url}${path}`, async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace('</head>', `${slipped}</head>`);
    await route.fulfill({ response, body });
  });
  await page.goto(path);
  await page.getByRole('button', { name: 'Create account' }).waitFor();
}

describe('the content security policy', () => {
  test('is broken by nothing that people do: signing up, writing, pictures, voice messages, searching', async () => {
    const ana = await stage.profile();
    const ben = await stage.profile({ phone: true, dark: true });
    const violations = [await violationsIn(ana.context), await violationsIn(ben.context)];
    await signUpThroughPage(ana.page, 'Ana');
    const benName = await signUpThroughPage(ben.page, 'Ben');
    await openDirect(ana.page, benName);
    await attach(ana.page, [await aPicture('lake.png', { width: 600, height: 400 }), await aPicture('hill.png')]);
    await send(ana.page, 'our ferry');
    await expectSent(ana.page, 'our ferry');
    await ana.page.getByRole('button', { name: 'Record a voice message' }).click();
    // What is shorter than a third of a second was a mistake.
    await ana.page.getByRole('timer', { name: 'Recorded' }).filter({ hasText: '0:01' }).waitFor();
    await ana.page.getByRole('button', { name: 'Finish recording' }).click();
    await ana.page.getByRole('list', { name: 'Files to send' }).getByRole('listitem').waitFor();
    await ana.page.getByRole('button', { name: 'Send', exact: true }).click();
    await openFromList(ben.page, 'Ana');
    await expectMessages(ben.page, 'our', ['our ferry']);
    await ben.page.getByRole('group', { name: 'Voice message' }).getByRole('button', { name: 'Play' }).click();
    await messageWith(ben.page, 'our ferry').getByRole('button', { name: 'lake.png' }).click();
    await ben.page.getByRole('dialog', { name: 'Pictures' }).getByRole('img', { name: 'lake.png' }).first().waitFor();
    await ana.page.goto('/search');
    await ana.page.getByRole('searchbox').fill('ferr');
    await ana.page.getByRole('list', { name: 'Messages found' }).getByRole('link').first().waitFor();
    await ana.page.goto('/rooms');
    await ana.page.getByRole('searchbox', { name: 'Find rooms' }).waitFor();
    expect(violations).toEqual([[], []]);
    ana.expectQuiet();
    ben.expectQuiet();
  });

  test('keeps out whatever was slipped into a page', async () => {
    const slipped = [
      ['script-src-elem', '<script>window.ran = "inline"</script>'],
      ['script-src-elem', '<script nonce="AAAAAAAAAAAAAAAAAAAAAA==">window.ran = "with a nonce of its own"</script>'],
      ['script-src-elem', '<script src="/api/trpc/account.me"></script>'],
      ['script-src-elem', '<script src="https://evil.example/x.js"></script>'],
      ['script-src-elem', '<iframe srcdoc="<script>parent.ran = 1</script>"></iframe>'],
      ['script-src-attr', '<img src="data:," onerror="window.ran = 1">'],
      ['style-src-elem', '<style>body { display: none }</style>'],
      ['style-src-elem', '<link rel="stylesheet" href="https://evil.example/x.css">'],
      ['style-src-attr', '<p style="position: fixed; inset: 0">'],
      ['base-uri', '<base href="https://evil.example/">'],
      ['frame-src', '<iframe src="https://evil.example/"></iframe>'],
      ['object-src', '<object data="/icon.svg"></object>'],
      ['img-src', '<img src="https://evil.example/x.png">'],
      ['media-src', '<video src="https://evil.example/x.mp4"></video>'],
    ] as const;
    const { page, context } = await stage.profile();
    const violations = await violationsIn(context);
    await openWith(page, '/sign-up', slipped.map(([, html]) => html).join(''));
    await expect.poll(() => violations.toSorted()).toEqual(slipped.map(([directive]) => directive).toSorted());
    expect(await page.evaluate(() => [window.ran, document.baseURI])).toEqual([undefined, `${stage.site.url}/sign-up`]);
  });

  test('lets no form send what was typed to another site', async () => {
    const { page, context } = await stage.profile();
    const violations = await violationsIn(context);
    await openWith(page, '/sign-up', '');
    await page.evaluate(() => {
      const form = document.createElement('form');
      form.action = 'https://evil.example/';
      document.body.append(form);
      form.submit();
    });
    await expect.poll(() => violations).toContain('form-action');
  });

  test('and the other headers keep pages of others from framing ours', async () => {
    const { page, context } = await stage.profile();
    await context.route('http://evil.example/', (route) =>
      route.fulfill({ contentType: 'text/html', body: `<iframe src="${stage.site.url}/sign-in"></iframe>` }),
    );
    await page.goto('http://evil.example/');
    const frame = await (await page.waitForSelector('iframe')).contentFrame();
    await frame!.waitForLoadState();
    expect(await frame!.getByRole('button').count()).toBe(0);
    expect(frame!.url()).not.toContain('/sign-in');
  });

  test('has another nonce for each answer, which all scripts of the page carry, whatever the client asked for', async () => {
    const nonces = new Set<string>();
    for (const path of ['/sign-in', '/sign-in', '/sign-up', '/nowhere', '/c/nowhere/nowhere']) {
      const answer = await fetch(`${stage.site.url}${path}`, {
        headers: {
          'content-security-policy': "script-src 'nonce-Y2hvc2Vu'",
          'content-security-policy-report-only': "script-src 'nonce-Y2hvc2Vu'",
          'x-nonce': 'Y2hvc2Vu',
        },
      });
      const [, nonce] = /'nonce-([\w+/]{22}==)'/.exec(answer.headers.get('content-security-policy') ?? '') ?? [];
      const scripts = (await answer.text()).match(/<script[^>]*>/g) ?? [];
      expect(scripts.length).toBeGreaterThan(0);
      expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
      nonces.add(nonce!);
    }
    expect(nonces.size).toBe(5);
  });
});

test('every answer of the site says what a browser may do with it', async () => {
  const { page } = await stage.profile();
  await page.goto('/sign-in');
  const asset = await page.evaluate(() => document.querySelector<HTMLScriptElement>('script[src]')!.src);
  const paths = ['/', '/sign-in', '/rooms', '/nowhere', '/icon.svg', '/robots.txt', '/%', '/_next/nowhere'];
  for (const path of [...paths, asset.slice(stage.site.url.length)]) {
    const answer = await fetch(`${stage.site.url}${path}`, { redirect: 'manual' });
    expect({ path, ...Object.fromEntries(answer.headers) }).toMatchObject({
      path,
      'content-security-policy': expect.stringMatching(
        /^default-src 'self'; script-src 'self' 'nonce-\S+' 'strict-dynamic'; style-src 'self'; .*object-src 'none'; base-uri 'none'; .*frame-ancestors 'none'$/,
      ),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
    });
    expect(answer.headers.has('x-powered-by')).toBe(false);
  }
});

test('no answer in production shows where in the code it was made', async () => {
  const paths = ['/%', '/%00', '/c/%ff', '/_next/image?url=x', '/_next/data/x', '/api/trpc/%', '/api/auth/%'];
  const more = ['/api/auth/nowhere', '/api/auth/callback/nowhere', '/api/media/%', '/api/uploads/%', '/rooms/%E0%A4'];
  for (const path of [...paths, ...more]) {
    for (const method of ['GET', 'POST']) {
      const answer = await fetch(`${stage.site.url}${path}`, { method, redirect: 'manual' });
      const text = await answer.text();
      expect(`${method} ${path}: ${text}`).not.toMatch(
        /\bat \S+ \(|node_modules|\.tsx?:\d|dist\/server|"stack"|\/work\//,
      );
      expect(answer.status).toBeGreaterThanOrEqual(200);
    }
  }
});
