import { createECDH, createPublicKey, randomBytes, verify } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import ece from 'http_ece';
import type { SubscribePushInput } from '~/contract/push';
import type { PushNotice } from '~/contract/worker';
import { createWaiting } from './waiting';

/** What a browser's push service was given, opened as the browser would. */
export interface Pushed {
  readonly notice: PushNotice;
  readonly headers: IncomingHttpHeaders;
}

export interface TestDevice {
  /** For `push.subscribe`. */
  readonly subscription: Pick<SubscribePushInput, 'endpoint' | 'p256dh' | 'auth'>;
  readonly pushed: readonly Pushed[];
  /** Statuses of the next answers; 201 when there are none. */
  readonly answers: number[];
  /** How often it was asked, whatever it answered. */
  asked(): number;
  /** Resolves with the first notice, past or to come, that passes. */
  until(passes: (notice: PushNotice) => boolean): Promise<Pushed>;
}

export interface PushService extends AsyncDisposable {
  device(): TestDevice;
}

/** A push service on this machine. It refuses what is not signed with the key that the server says it has. */
export async function startPushService(publicKey: string): Promise<PushService> {
  const devices = new Map<string, { receive(body: Buffer, headers: IncomingHttpHeaders): number }>();
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const isSigned = hasSigned(request.headers.authorization ?? '', publicKey, origin());
    const device = devices.get(request.url ?? '');
    const status = !device ? 404 : isSigned ? device.receive(body, request.headers) : 403;
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    device() {
      const path = `/${randomBytes(8).toString('hex')}`;
      const keys = createECDH('prime256v1');
      keys.generateKeys();
      const secret = randomBytes(16).toString('base64url');
      const pushed: Pushed[] = [];
      const answers: number[] = [];
      const waiting = createWaiting();
      let asked = 0;
      devices.set(path, {
        receive(body, headers) {
          asked += 1;
          const status = answers.shift() ?? 201;
          if (status === 201) {
            const text = ece.decrypt(body, { version: 'aes128gcm', privateKey: keys, authSecret: secret });
            pushed.push({ notice: JSON.parse(text.toString()), headers });
          }
          waiting.look();
          return status;
        },
      });
      return {
        subscription: { endpoint: `${origin()}${path}`, p256dh: keys.getPublicKey('base64url'), auth: secret },
        pushed,
        answers,
        asked: () => asked,
        until: (passes) => waiting.until(() => pushed.find(({ notice }) => passes(notice))),
      };
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Whether the header is `vapid t=…, k=…` of that key, for this push service (RFC 8292). */
function hasSigned(authorization: string, publicKey: string, audience: string): boolean {
  const [, token = '', key] = /^vapid t=([^,]+), ?k=(.+)$/.exec(authorization) ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  if (key !== publicKey) return false;
  const point = Buffer.from(publicKey, 'base64url');
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  const pem = createPublicKey({ key: jwk, format: 'jwk' });
  const isGenuine = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: pem, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  return isGenuine && JSON.parse(Buffer.from(claims, 'base64url').toString()).aud === audience;
}
