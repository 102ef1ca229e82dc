import { createConnection } from 'node:net';
import { deserialize, serialize } from 'bson';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedDatabase, startEmbeddedDatabase } from './server';
import { Framer } from './wire';

let database: EmbeddedDatabase;
beforeAll(async () => {
  database = await startEmbeddedDatabase({ folder: null });
});
afterAll(() => database.close());

const message = (opcode: number, body: Buffer): Buffer => {
  const header = Buffer.alloc(16);
  header.writeInt32LE(16 + body.length, 0);
  header.writeInt32LE(7, 4);
  header.writeInt32LE(opcode, 12);
  return Buffer.concat([header, body]);
};
const section = (doc: object): Buffer => Buffer.concat([Buffer.from([0]), serialize(doc)]);
const opMsg = (...parts: Buffer[]): Buffer => message(2013, Buffer.concat([Buffer.alloc(4), ...parts]));
const flagged = (flags: number, ...parts: Buffer[]): Buffer => {
  const bytes = opMsg(...parts);
  bytes.writeUInt32LE(flags, 16);
  return bytes;
};
const ping = { ping: 1, $db: 'admin' };

/** Sends bytes and gives the first reply's document, or null when the connection was closed without one. */
const exchange = (bytes: Uint8Array, last = false): Promise<Record<string, unknown> | null> =>
  new Promise((resolve, reject) => {
    const socket = createConnection(Number(new URL(database.url).port), '127.0.0.1', () =>
      last ? socket.end(bytes) : socket.write(bytes),
    );
    const framer = new Framer();
    socket.on('data', (chunk) => {
      const [reply] = framer.push(chunk);
      if (!reply) return;
      resolve(
        deserialize(reply, { index: reply.readInt32LE(12) === 1 ? 36 : 21, allowObjectSmallerThanBufferSize: true }),
      );
      socket.destroy();
    });
    socket.on('close', () => resolve(null));
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? resolve(null) : reject(error)));
  });

describe('the wire protocol', () => {
  it('answers a command that comes byte by byte', () => {
    const framer = new Framer();
    const bytes = Buffer.concat([opMsg(section(ping)), opMsg(section(ping))]);
    const messages = [...bytes].flatMap((byte) => framer.push(Buffer.from([byte])));
    expect(Buffer.concat(messages).equals(bytes)).toBe(true);
    expect(messages).toHaveLength(2);
  });

  it('answers the old handshake in the old form', async () => {
    const query = Buffer.concat([
      Buffer.alloc(4),
      Buffer.from('admin.$cmd\0'),
      Buffer.alloc(8),
      serialize({ ismaster: 1 }),
    ]);
    expect(await exchange(message(2004, query))).toMatchObject({ ismaster: true, ok: 1 });
  });

  it('takes document sequences and a checksum it does not read', async () => {
    const docs = Buffer.concat([Buffer.from('documents\0'), serialize({ _id: 1 }), serialize({ _id: 2 })]);
    const size = Buffer.alloc(4);
    size.writeInt32LE(docs.length + 4);
    const sequence = Buffer.concat([Buffer.from([1]), size, docs]);
    const insert = { insert: 'c', $db: 'wire' };
    expect(await exchange(flagged(1, section(insert), sequence, Buffer.alloc(4)))).toMatchObject({ n: 2, ok: 1 });
  });

  it('answers nothing to who wants no answer, and then the next', async () => {
    const insert = { insert: 'silent', documents: [{ _id: 1 }], $db: 'wire' };
    const count = { count: 'silent', $db: 'wire' };
    expect(await exchange(Buffer.concat([flagged(2, section(insert)), opMsg(section(count))]))).toMatchObject({ n: 1 });
  });

  it.each([
    ['a negative length', Buffer.from([255, 255, 255, 255])],
    ['a huge length', Buffer.from([255, 255, 255, 127])],
    ['an unknown opcode', message(2001, Buffer.alloc(10))],
    ['a compressed message', message(2012, Buffer.alloc(20))],
    ['an unknown required flag', flagged(4, section(ping))],
    ['no body', opMsg()],
    ['two bodies', opMsg(section(ping), section(ping))],
    ['an unknown kind of section', opMsg(Buffer.from([9, 5, 0, 0, 0, 0]))],
    ['a document longer than its message', opMsg(Buffer.from([0, 99, 0, 0, 0, 0]))],
    ['a document that is none', opMsg(Buffer.from([0, 8, 0, 0, 0, 200, 1, 0, 0]))],
    ['an empty message', message(2013, Buffer.alloc(0))],
    [
      'a query that is no handshake',
      message(2004, Buffer.concat([Buffer.alloc(4), Buffer.from('db.c\0'), Buffer.alloc(8), serialize({})])),
    ],
  ])('closes a connection that sends %s, and only that one', async (_, bytes) => {
    expect(await exchange(bytes)).toBeNull();
    expect(await exchange(opMsg(section(ping)))).toMatchObject({ ok: 1 });
  });

  it('survives any bytes', async () => {
    const body = fc.uint8Array({ maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(body, fc.constantFrom(2013, 2004, 1), async (bytes, opcode) => {
        await exchange(message(opcode, Buffer.from(bytes)), true);
        const spoilt = opMsg(section({ find: 'c', filter: { a: { $in: [1, 'x'] } }, $db: 'wire' }));
        for (const [i, byte] of bytes.entries()) spoilt[(16 + i * 7) % spoilt.length] = byte;
        spoilt.writeInt32LE(spoilt.length, 0);
        await exchange(spoilt, true);
      }),
      { numRuns: 150 },
    );
    expect(await exchange(opMsg(section(ping)))).toMatchObject({ ok: 1 });
  });

  it.each([
    ['an unknown command', { frobnicate: 1 }, { code: 59, codeName: 'CommandNotFound' }],
    ['a command that is not supported', { mapReduce: 'c' }, { code: 115, codeName: 'CommandNotSupported' }],
    ['a transaction', { find: 'c', txnNumber: 1, startTransaction: true, autocommit: false }, { code: 115 }],
    ['an unknown field', { find: 'c', frobnicate: 1 }, { code: 40415 }],
    ['a collation', { find: 'c', collation: { locale: 'de' } }, { code: 40415 }],
    ['$out', { aggregate: 'c', pipeline: [{ $out: 'd' }], cursor: {} }, { code: 40324 }],
    ['a change stream', { aggregate: 'c', pipeline: [{ $changeStream: {} }], cursor: {} }, { code: 40324 }],
    ['$text', { find: 'c', filter: { $text: { $search: 'x' } } }, { code: 2 }],
    ['$where', { find: 'c', filter: { $where: 'true' } }, { code: 2 }],
    ['$near', { find: 'c', filter: { a: { $near: [0, 0] } } }, { code: 2 }],
    [
      'an index that expires',
      { createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'a', expireAfterSeconds: 1 }] },
      { code: 40415 },
    ],
    ['a text index', { createIndexes: 'c', indexes: [{ key: { a: 'text' }, name: 'a' }] }, { code: 67 }],
    ['a capped collection', { create: 'capped', capped: true, size: 1000 }, { code: 40415 }],
    ['a cursor it does not know', { getMore: 99, collection: 'c' }, { code: 43, codeName: 'CursorNotFound' }],
  ])('refuses %s by name', async (_, command, reply) => {
    expect(await exchange(opMsg(section({ ...command, $db: 'wire' })))).toMatchObject({ ok: 0, ...reply });
  });
});
