import { randomUUID } from 'node:crypto';
import type { Event } from '~/contract/events';

/** No other process puts it before its numbers. */
const PROCESS = randomUUID();
let batches = 0;

/** By the events it carries, then by how it begins: nearly all clients give the feed the same number. */
const framed = new WeakMap<readonly Event[], { readonly result: string; readonly frames: Map<string, Buffer> }>();

/** As tRPC encodes a tracked value; `opening` is the message up to its result, which says whom it answers. */
export function frameOf(opening: string, id: string, events: readonly Event[]): Buffer {
  return textFrame(opening + resultOf(id, events));
}

/** The same, made once for all who are given that array. Its id stands for what is in it, whoever gets it: see decision 003. */
export function commonFrameOf(opening: string, events: readonly Event[]): Buffer {
  let known = framed.get(events);
  if (!known) {
    known = { result: resultOf(`${PROCESS}:${batches++}`, events), frames: new Map() };
    framed.set(events, known);
  }
  let frame = known.frames.get(opening);
  if (!frame) {
    frame = textFrame(opening + known.result);
    known.frames.set(opening, frame);
  }
  return frame;
}

function resultOf(id: string, events: readonly Event[]): string {
  return `,"result":${JSON.stringify({ type: 'data', data: { id, data: events }, id })}}`;
}

/** A whole message from a server, RFC 6455 section 5.2: final, text, not masked. */
function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = 0x81;
  if (header === 2) frame[1] = length;
  else if (header === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, header);
  return frame;
}
