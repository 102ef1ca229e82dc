import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fetchUploader } from './fetch-uploader';

const BYTES = 10 * 1024 * 1024;

let server: Server;
let received: Buffer[];
let answer: (request: IncomingMessage, response: ServerResponse) => boolean;

/** The part of the tus protocol that is spoken here. */
beforeEach(async () => {
  received = [];
  answer = () => false;
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (answer(request, response)) return;
    const held = Buffer.concat(received).length;
    if (request.method === 'PATCH' && request.headers['upload-offset'] !== `${held}`) {
      response.writeHead(409).end();
      return;
    }
    received.push(Buffer.concat(chunks));
    response.writeHead(200, { 'upload-offset': `${Buffer.concat(received).length}` }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function upload(signal = new AbortController().signal): Promise<number[]> {
  const sent: number[] = [];
  const { port } = server.address() as AddressInfo;
  const file = new Blob([new Uint8Array(BYTES).map((_, index) => index % 251)]);
  const uploader = fetchUploader({ baseUrl: `http://127.0.0.1:${port}`, token: 'secret' });
  return uploader({ url: '/api/uploads/u', file, onProgress: (bytes) => sent.push(bytes), signal }).then(() => sent);
}

it('sends all bytes in parts, and only what the server does not have', async () => {
  const sent = await upload();
  expect(sent).toEqual([0, 4, 8, 10].map((megabytes) => megabytes * 1024 * 1024));
  const all = Buffer.concat(received);
  expect(all.every((byte, index) => byte === index % 251)).toBe(true);
  received = [all.subarray(0, BYTES - 1)];
  expect(await upload()).toEqual([BYTES - 1, BYTES]);
  expect(Buffer.concat(received).equals(all)).toBe(true);
});

it('is refused with the code and the words of the server', async () => {
  answer = ({ method }, response) => {
    if (method === 'HEAD') return false;
    response.writeHead(415).end(JSON.stringify({ appCode: 'UNSUPPORTED_MEDIA', message: 'No picture.' }));
    return true;
  };
  await expect(upload()).rejects.toMatchObject({ code: 'UNSUPPORTED_MEDIA', message: 'No picture.' });
});

it('can be tried again after a busy or a silent server, and after bytes from elsewhere', async () => {
  for (const [status, code] of [
    [503, 'UNAVAILABLE'],
    [409, 'UNAVAILABLE'],
    [429, 'RATE_LIMITED'],
    [404, 'NOT_FOUND'],
  ] as const) {
    answer = (_, response) => Boolean(response.writeHead(status).end());
    await expect(upload()).rejects.toMatchObject({ code });
  }
  answer = (request) => Boolean(request.socket.destroy());
  await expect(upload()).rejects.toMatchObject({ code: 'NETWORK' });
});

it('ends at once when it is aborted', async () => {
  const controller = new AbortController();
  answer = () => {
    controller.abort();
    return true;
  };
  await expect(upload(controller.signal)).rejects.toThrow();
});
