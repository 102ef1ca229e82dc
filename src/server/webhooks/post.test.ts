import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPost } from './post';
import { isPublicAddress } from './public-addresses';

const asked: string[] = [];
const receiver = createServer((request, response) => {
  asked.push(request.url ?? '');
  if (request.url === '/moved') response.writeHead(302, { location: '/elsewhere' });
  if (request.url === '/broken') response.writeHead(500);
  if (request.url !== '/silent') response.end();
});
let here: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  here = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
});
afterAll(() => {
  receiver.closeAllConnections();
  receiver.close();
});

const message = { body: '{}', headers: {} };

test.each([
  ['8.8.8.8', true],
  ['2606:4700:4700::1111', true],
  ['127.0.0.1', false],
  ['10.1.2.3', false],
  ['169.254.169.254', false],
  ['172.31.0.1', false],
  ['192.168.1.1', false],
  ['100.100.100.200', false],
  ['0.0.0.0', false],
  ['::1', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:8.8.8.8', false],
  ['fd00::1', false],
  ['fe80::1', false],
  ['64:ff9b::a00:1', false],
  ['2002:a00:1::1', false],
  ['localhost', false],
])('whether %s is an address of the internet at large: %s', (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});

describe('unless private addresses are allowed', () => {
  const post = createPost({ allowPrivate: false });

  test.each(['https://127.0.0.1', 'https://[::1]', 'https://2130706433', 'https://0x7f.1', 'http://8.8.8.8'])(
    'nothing is posted to %s',
    async (url) => {
      expect(await post(url, message)).toEqual({ fault: 'forbiddenAddress', status: null });
    },
  );

  test('nor to a name that leads to one', async () => {
    const { port } = new URL(here);
    expect(await post(`https://localhost:${port}`, message)).toEqual({ fault: 'forbiddenAddress', status: null });
    expect(asked).toEqual([]);
  });
});

test('a status of 200 to 299 is good, a redirect is not followed, and nobody is waited for', async () => {
  const post = createPost({ allowPrivate: true, postMs: 300 });
  expect(await post(`${here}/good`, message)).toBeNull();
  expect(await post(`${here}/moved`, message)).toEqual({ fault: 'status', status: 302 });
  expect(await post(`${here}/broken`, message)).toEqual({ fault: 'status', status: 500 });
  expect(await post(`${here}/silent`, message)).toEqual({ fault: 'timeout', status: null });
  expect(await post('http://127.0.0.1:1', message)).toEqual({ fault: 'unreachable', status: null });
  expect(asked).toEqual(['/good', '/moved', '/broken', '/silent']);
});
