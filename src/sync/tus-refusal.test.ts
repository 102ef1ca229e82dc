import { expect, test } from 'vitest';
import { refusalOf } from './tus-refusal';

test("a refusal carries the server's code and words", () => {
  const body = JSON.stringify({ appCode: 'UNSUPPORTED_MEDIA', message: 'The picture cannot be read.' });
  expect(refusalOf({ status: 415, body })).toMatchObject({
    code: 'UNSUPPORTED_MEDIA',
    message: 'The picture cannot be read.',
    isTransient: false,
  });
});

test('without words the status tells what it was', () => {
  const codes = [401, 403, 404, 410, 413, 415, 503].map((status) => refusalOf({ status, body: '' }).code);
  expect(codes).toEqual([
    'UNAUTHENTICATED',
    'FORBIDDEN',
    'NOT_FOUND',
    'NOT_FOUND',
    'TOO_LARGE',
    'UNSUPPORTED_MEDIA',
    'UNAVAILABLE',
  ]);
});

test('a page of a proxy, or a code nobody knows, is no word of the server', () => {
  expect(refusalOf({ status: 502, body: '<html>Bad gateway</html>' })).toMatchObject({ isTransient: true });
  expect(refusalOf({ status: 404, body: '{"appCode":"WHATEVER","message":"x"}' }).code).toBe('NOT_FOUND');
});

test('that another tab is sending the same bytes is mended by trying again', () => {
  expect(refusalOf({ status: 409, body: '' }).isTransient).toBe(true);
  expect(refusalOf({ status: 423, body: '' }).isTransient).toBe(true);
  const complete = JSON.stringify({ appCode: 'CONFLICT', message: 'The upload is complete already.' });
  expect(refusalOf({ status: 409, body: complete }).isTransient).toBe(true);
});

test('who is asked to wait learns for how long', () => {
  expect(refusalOf({ status: 429, body: '', retryAfter: '12' })).toMatchObject({
    code: 'RATE_LIMITED',
    retryAfter: 12,
  });
});
