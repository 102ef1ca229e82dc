import { createCalls, createStart, type Dial, hangUp, numberAt, openSocket } from './line';

const FEED = 1;
/** What every frame but pings begins with, and what follows the number in one that refuses. */
const BEGINS = '{"id":'.length;
const REFUSES = Buffer.from(',"error"');
const PING = 'PING';

/** tRPC over its socket, as the client of `src/sync` uses it: the feed first, then calls. */
export const dialConfab: Dial = async ({ url, token, onFrame, onLost }) => {
  const calls = createCalls();
  const live = createStart();
  const socket = await openSocket({
    url,
    path: '/api/live',
    headers: { authorization: `Bearer ${token}` },
    onLost: live.unless(onLost),
    onMessage(frame, socket) {
      if (frame.length === PING.length) return socket.send('PONG');
      const id = numberAt(frame, BEGINS);
      if (id !== FEED) {
        const refused = frame.indexOf(REFUSES) === BEGINS + `${id}`.length;
        return calls.settle(id, refused ? frame.toString() : null);
      }
      onFrame(frame);
      if (!live.hasBegun() && frame.includes('"type":"heads"')) live.begin();
    },
  });
  const say = (id: number, method: string, path: string, input?: unknown) =>
    socket.send(JSON.stringify({ id, method, params: { path, input } }));
  say(FEED, 'subscription', 'feed.live');
  await live.begun;
  return {
    send(conversationId, text) {
      const id = calls.next();
      say(id, 'mutation', 'message.send', { conversationId, clientId: `bench-${text.slice(2, 10)}`, text });
      return calls.answered(id);
    },
    close: () => hangUp(socket),
  };
};
