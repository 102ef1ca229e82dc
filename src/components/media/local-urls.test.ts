import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLocalUrls } from './local-urls';

const files = new Map([['cat', new Blob(['meow'])]]);
const fileOf = async (fileId: string) => files.get(fileId) ?? null;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The bytes behind an address, or null once it was taken back. */
async function bytesAt(url: string | null): Promise<string | null> {
  const { resolveObjectURL } = await import('node:buffer');
  return (url && (await resolveObjectURL(url)?.text())) || null;
}

test('a file has one address however many show it, and none once nobody does', async () => {
  const urls = createLocalUrls(fileOf);
  const told = vi.fn();
  const leaveOne = urls.use('cat', told);
  const leaveOther = urls.use('cat', told);
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toHaveBeenCalledTimes(2);
  const url = urls.get('cat');
  expect(await bytesAt(url)).toBe('meow');

  leaveOne();
  leaveOne();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await bytesAt(url)).toBe('meow');

  leaveOther();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(urls.get('cat')).toBeNull();
  expect(await bytesAt(url)).toBeNull();
});

test('going from one place to another keeps the address', async () => {
  const urls = createLocalUrls(fileOf);
  const leave = urls.use('cat', () => {});
  await vi.advanceTimersByTimeAsync(0);
  const url = urls.get('cat');
  leave();
  urls.use('cat', () => {});
  await vi.advanceTimersByTimeAsync(10_000);
  expect(urls.get('cat')).toBe(url);
  expect(await bytesAt(url)).toBe('meow');
});

test('bytes that are gone have no address, and bytes that come too late get none', async () => {
  const urls = createLocalUrls(fileOf);
  urls.use('gone', () => {});
  await vi.advanceTimersByTimeAsync(0);
  expect(urls.get('gone')).toBeNull();

  let bring = (_: Blob) => {};
  const slow = createLocalUrls(() => new Promise((resolve) => (bring = resolve)));
  slow.use('late', () => {})();
  await vi.advanceTimersByTimeAsync(10_000);
  bring(new Blob(['x']));
  await vi.advanceTimersByTimeAsync(0);
  expect(slow.get('late')).toBeNull();
});
