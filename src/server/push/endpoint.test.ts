import { expect, test } from 'vitest';
import { isPushEndpoint, publicLookup } from './endpoint';

test.each([
  'https://fcm.googleapis.com/fcm/send/abc',
  'https://updates.push.services.mozilla.com/wpush/v2/abc',
  'https://[2a00:1450:4001:82b::200a]/abc',
  'https://8.8.8.8/abc',
])('%s is a push service’s', (endpoint) => {
  expect(isPushEndpoint(endpoint)).toBe(true);
});

test.each([
  'http://push.example.org/a',
  'https://localhost/a',
  'https://database/a',
  'https://localhost./a',
  'https://10.0.0.1/a',
  'https://127.0.0.1/a',
  'https://2130706433/a',
  'https://0x7f.1/a',
  'https://169.254.169.254/latest/meta-data',
  'https://[::1]/a',
  'https://[::ffff:7f00:1]/a',
  'https://[fd00::1]/a',
  'https://[64:ff9b::a00:1]/a',
  'https://push.example.org:8443/a',
  'https://ana@push.example.org/a',
  'not an address',
])('%s is none', (endpoint) => {
  expect(isPushEndpoint(endpoint)).toBe(false);
});

test('a name that stands for a private address is not connected to', async () => {
  const found = await new Promise((resolve) =>
    publicLookup('localhost', { all: true }, (error, addresses) => resolve({ code: error?.code, addresses })),
  );
  expect(found).toEqual({ code: 'ENOTFOUND', addresses: [] });
});
