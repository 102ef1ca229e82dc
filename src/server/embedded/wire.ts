import { type Document, deserialize, serialize } from 'bson';
import { CommandError, toWireError } from './error';
import { type Doc, decode } from './values';

/** Largest message, in bytes: what `hello` promises. A longer one ends the connection. */
export const MAX_MESSAGE_BYTES = 48_000_000;

const MAX_REPLY_BYTES = 17 * 1024 * 1024; // what bson's own buffer holds
const HEADER_BYTES = 16;
const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
const KNOWN_REQUIRED_FLAGS = CHECKSUM_PRESENT | MORE_TO_COME; // of bits 0 to 15, which a receiver must understand

export interface Request {
  id: number;
  /** The command, document sequences as its arrays; or why its documents cannot be taken. */
  body: Doc | CommandError;
  /** The client wants no answer. */
  silent: boolean;
  /** The handshake of old drivers, answered in the old form. */
  legacy: boolean;
}

/** Splits a byte stream into messages. Both methods throw on a malformed one: the connection cannot go on then. */
export class Framer {
  #chunks: Buffer[] = [];
  #bytes = 0;

  push(chunk: Buffer): Buffer[] {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    const messages: Buffer[] = [];
    while (this.#bytes >= 4) {
      if (this.#chunks[0]!.length < 4) this.#chunks = [Buffer.concat(this.#chunks)];
      const length = this.#chunks[0]!.readInt32LE(0);
      if (length < HEADER_BYTES || length > MAX_MESSAGE_BYTES) throw new Error(`message of ${length} bytes`);
      if (this.#bytes < length) break;
      const all = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
      messages.push(all.subarray(0, length));
      this.#chunks = [all.subarray(length)];
      this.#bytes -= length;
    }
    return messages;
  }
}

/** Reads a message. Throws when it is malformed; a document of an unsupported type only spoils its command. */
export function parseRequest(message: Buffer): Request {
  const id = message.readInt32LE(4);
  const opcode = message.readInt32LE(12);
  if (opcode === OP_QUERY) return { id, body: legacyQuery(message), silent: false, legacy: true };
  if (opcode !== OP_MSG) throw new Error(`opcode ${opcode}`);
  const flags = message.readUInt32LE(16);
  if (flags & 0xffff & ~KNOWN_REQUIRED_FLAGS) throw new Error(`flags ${flags}`);
  const end = message.length - (flags & CHECKSUM_PRESENT ? 4 : 0);
  const sections: { name?: string; docs: Buffer[] }[] = [];
  for (let at = 20; at < end; ) {
    const kind = message.readUInt8(at++);
    const size = message.readInt32LE(at);
    const stop = at + size;
    if (size < 5 || stop > end) throw new Error('section beyond its message');
    if (kind === 0) sections.push({ docs: [message.subarray(at, stop)] });
    else if (kind === 1) {
      const zero = message.indexOf(0, at + 4);
      if (zero === -1 || zero >= stop) throw new Error('section without a name');
      const docs: Buffer[] = [];
      for (let next = zero + 1; next < stop; ) {
        const length = message.readInt32LE(next);
        if (length < 5 || next + length > stop) throw new Error('document beyond its section');
        docs.push(message.subarray(next, next + length));
        next += length;
      }
      sections.push({ name: message.toString('utf8', at + 4, zero), docs });
    } else throw new Error(`section kind ${kind}`);
    at = stop;
  }
  if (sections.filter(({ name }) => name === undefined).length !== 1) throw new Error('not one body');
  return { id, body: bodyOf(sections), silent: (flags & MORE_TO_COME) !== 0, legacy: false };
}

function bodyOf(sections: { name?: string; docs: Buffer[] }[]): Doc | CommandError {
  try {
    const body = decode(sections.find(({ name }) => name === undefined)!.docs[0]!);
    for (const { name, docs } of sections) if (name !== undefined) body[name] = docs.map((doc) => decode(doc));
    return body;
  } catch (error) {
    if (error instanceof CommandError) return error;
    throw error;
  }
}

function legacyQuery(message: Buffer): Doc {
  const zero = message.indexOf(0, 20);
  const name = message.toString('utf8', 20, zero);
  if (zero === -1 || !name.endsWith('.$cmd')) throw new Error(`OP_QUERY on ${name}`);
  const body = deserialize(message, { index: zero + 9, allowObjectSmallerThanBufferSize: true }) as Doc;
  const command = String(Object.keys(body)[0]).toLowerCase();
  if (command !== 'ismaster' && command !== 'hello') throw new Error(`OP_QUERY with ${command}`);
  return { [command === 'hello' ? 'hello' : 'isMaster']: 1, $db: 'admin' };
}

export function formatReply(id: number, { id: responseTo, legacy }: Request, reply: Doc): Buffer {
  let body = serialize(reply as Document, { ignoreUndefined: true });
  if (body.length > MAX_REPLY_BYTES)
    // beyond that `serialize` has cut the content off
    body = serialize({ ok: 0, ...toWireError(new CommandError(10334, `reply of ${body.length} bytes is too large`)) });
  const prefix = Buffer.alloc(legacy ? HEADER_BYTES + 20 : HEADER_BYTES + 5);
  prefix.writeInt32LE(prefix.length + body.length, 0);
  prefix.writeInt32LE(id, 4);
  prefix.writeInt32LE(responseTo, 8);
  prefix.writeInt32LE(legacy ? OP_REPLY : OP_MSG, 12);
  if (legacy) prefix.writeInt32LE(1, HEADER_BYTES + 16);
  return Buffer.concat([prefix, body]);
}
