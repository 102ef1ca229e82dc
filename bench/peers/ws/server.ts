import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { answer, sharedNow } from '../../answering';
import { type Publication, type ServerCommands, usage } from '../probe';

// The limit: plain sockets, and one string written to each. Nobody is asked who they are, nothing is kept.

/** Characters around a text: what Confab says beside it, so that both write the same. */
const ENVELOPE = 'x'.repeat(480);

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
await once(server, 'listening');

function publish({ texts }: Publication): number {
  const at = sharedNow();
  for (const text of texts) {
    const message = JSON.stringify({ text, envelope: ENVELOPE });
    for (const socket of server.clients) if (socket.readyState === socket.OPEN) socket.send(message);
  }
  return at;
}

const commands: ServerCommands = { usage, publish, commands: () => 0 };
answer(commands, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
