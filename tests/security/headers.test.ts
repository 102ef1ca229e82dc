import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startConfab, type TestServer } from '../support/confab';
import { aPicture } from '../support/files';
import { aPerson } from '../support/people';
import { startBucket } from '../support/s3';
import { proceduresAndSignIn } from '../support/sessions';
import { uploaded } from '../support/uploads';

const PUBLIC_URL = 'https://chat.example.org';

let server: TestServer;
/** A picture's address, and an upload's. */
let picture: string;
let upload: string;
beforeAll(async () => {
  server = await startConfab({ env: { production: true, publicUrl: PUBLIC_URL }, openSite: proceduresAndSignIn });
  const at = { person: await aPerson(server.url), url: server.url };
  const { uploadId, attachment } = await uploaded(at, await aPicture());
  picture = attachment!.url;
  upload = `/api/uploads/${uploadId}`;
});
afterAll(() => server[Symbol.asyncDispose]());

/** Of each kind that there is outside of the pages; those are in browser/policy.test.ts. */
const ANSWERS: Record<string, [status: number, path: () => string, init?: RequestInit]> = {
  'a procedure': [401, () => '/api/trpc/account.me'],
  'an unknown procedure': [404, () => '/api/trpc/nowhere'],
  'the sign-in': [200, () => '/api/auth/csrf'],
  'an upload that is nobody’s': [401, () => upload, { method: 'HEAD' }],
  'what uploads can do': [204, () => upload, { method: 'OPTIONS' }],
  'a method that uploads lack': [405, () => upload, { method: 'PUT' }],
  'whether it is alive': [200, () => '/healthz'],
  'a file': [200, () => picture],
  'a file by a bad link': [403, () => '/api/media/nowhere'],
  'a write of a foreign page': [403, () => '/api/trpc/room.create', { method: 'POST', headers: { origin: 'null' } }],
  'a body that is too large': [413, () => '/api/trpc/room.create', { method: 'POST', body: 'x'.repeat(4_200_000) }],
};

describe('an answer says what a browser may do with it:', () => {
  test.each(Object.keys(ANSWERS))('%s', async (title) => {
    const [status, path, init] = ANSWERS[title]!;
    const answer = await fetch(`${server.url}${path()}`, init);
    expect(answer.status).toBe(status);
    const headers = Object.fromEntries(answer.headers);
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringMatching(
        /^default-src '(none|self)'; .*frame-ancestors 'none'$|sandbox$/,
      ),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringMatching(/camera=\(\).*microphone=\(self\)/),
      'strict-transport-security': 'max-age=31536000',
      'cache-control': expect.stringMatching(/no-store|^private/),
    });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control-allow'))).toEqual([]);
    expect(headers).not.toHaveProperty('server');
    expect(headers).not.toHaveProperty('x-powered-by');
  });
});

test('who asks across sites is not let in, whatever they ask first', async () => {
  for (const path of ['/api/trpc/account.me', '/api/auth/session', upload, picture]) {
    const answer = await fetch(`${server.url}${path}`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://evil.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      },
    });
    const names = [...answer.headers.keys()];
    expect({ path, names: names.filter((name) => name.startsWith('access-control-allow-o')) }).toEqual({
      path,
      names: [],
    });
  }
});

describe('a page', () => {
  const policyOf = async (of: TestServer) =>
    (await fetch(`${of.url}/nowhere`)).headers.get('content-security-policy') ?? '';

  test('may load nothing from elsewhere, nor compile code', async () => {
    const policy = await policyOf(server);
    expect(policy).toMatch(/^default-src 'self'; script-src 'self' 'nonce-[\w+/]{22}==' 'strict-dynamic'; /);
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(policy).toContain("connect-src 'self' wss://chat.example.org;");
  });

  test('may load files from the bucket that links lead to, and nothing else from there', async () => {
    await using bucket = await startBucket();
    await using withBucket = await startConfab({ env: { production: true, s3: bucket.settings } });
    const at = { person: await aPerson(withBucket.url), url: withBucket.url };
    const { attachment } = await uploaded(at, await aPicture());
    const redirect = await fetch(`${withBucket.url}${attachment!.url}`, { redirect: 'manual' });
    const { origin } = new URL(redirect.headers.get('location')!);
    const policy = await policyOf(withBucket);
    expect(policy).toContain(`img-src 'self' blob: data: ${origin};`);
    expect(policy).toContain(`media-src 'self' blob: ${origin};`);
    expect(policy.split(origin)).toHaveLength(3);
  });

  test('is not promised to be encrypted where people come without', async () => {
    await using plain = await startConfab();
    expect((await fetch(`${plain.url}/nowhere`)).headers.has('strict-transport-security')).toBe(false);
  });
});

test('pages may be framed by the origins that the operator names, and what is no page by nobody', async () => {
  const embedOrigins = ['https://www.example.org'];
  await using embedded = await startConfab({ env: { production: true, embedOrigins } });
  const page = await fetch(`${embedded.url}/sign-in`);
  expect(page.headers.get('content-security-policy')).toMatch(/frame-ancestors 'self' https:\/\/www\.example\.org$/);
  expect(page.headers.has('x-frame-options')).toBe(false);
  const call = await fetch(`${embedded.url}/api/trpc/account.me`);
  expect(call.headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'$/);
  expect(call.headers.get('x-frame-options')).toBe('DENY');
});
