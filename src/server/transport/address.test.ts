import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { addressIn, addressOf, stampAddress } from './address';

const aRequest = (remoteAddress: string | undefined, headers: Record<string, string> = {}) =>
  ({ socket: { remoteAddress }, headers }) as unknown as IncomingMessage;

const forwarded = (value: string) => addressOf(aRequest('10.0.0.1', { 'x-forwarded-for': value }), true);

describe('the address of a request', () => {
  test('is the socket’s, whatever a client claims', () => {
    expect(addressOf(aRequest('203.0.113.7', { 'x-forwarded-for': '8.8.8.8' }), false)).toBe('203.0.113.7');
  });

  test('behind a proxy is what the proxy wrote last, or the proxy’s own where it wrote nothing', () => {
    expect(forwarded('8.8.8.8, 203.0.113.7')).toBe('203.0.113.7');
    expect(forwarded('')).toBe('10.0.0.1');
    expect(forwarded('8.8.8.8,')).toBe('10.0.0.1');
  });

  test.each([
    ['203.0.113.7:50123', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:203.0.113.7', '203.0.113.7'],
  ])('%s is %s', (value, address) => expect(forwarded(value)).toBe(address));

  test.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2:ffff::'],
    ['[2001:db8:1:2::3]:443', '2001:db8:1:2::9'],
    ['2001:db8::1', '2001:db8:0:0::2'],
    ['::1', '::2'],
  ])('of one network is one: %s and %s', (one, other) => expect(forwarded(one)).toBe(forwarded(other)));

  test.each([
    ['2001:db8:1:2::1', '2001:db8:1:3::1'],
    ['2001:db8::1', '2001:db8:1::1'],
    ['2001::1', '2002::1'],
  ])('of two networks is two: %s and %s', (one, other) => expect(forwarded(one)).not.toBe(forwarded(other)));

  test('of a socket that is gone already is still one to count by', () => {
    expect(addressOf(aRequest(undefined), false)).toBe('unknown');
  });
});

test('the address that is written into a request replaces what the client wrote there', () => {
  const request = aRequest('203.0.113.7', { 'x-confab-address': '8.8.8.8' });
  stampAddress(request, false);
  expect(addressIn(request.headers)).toBe('203.0.113.7');
  expect(addressIn(new Headers(request.headers as Record<string, string>))).toBe('203.0.113.7');
  expect(addressIn({})).toBe('unknown');
});
