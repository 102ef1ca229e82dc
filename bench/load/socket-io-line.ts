import { createCalls, createStart, type Dial, hangUp, numberAt, openSocket } from './line';

// Engine.IO 4 and Socket.IO 5 on a WebSocket from the start: the first character says what a frame is.
const OPEN = 0x30;
const PING = 0x32;
const MESSAGE = 0x34;
const EVENT = 0x32;
const ACK = 0x33;

export const dialSocketIo: Dial = async ({ url, token, onFrame, onLost }) => {
  const calls = createCalls();
  const live = createStart();
  const socket = await openSocket({
    url,
    path: '/socket.io/?EIO=4&transport=websocket',
    onLost: live.unless(onLost),
    onMessage(frame, socket) {
      if (frame[0] === OPEN) return socket.send(`40${JSON.stringify({ token })}`);
      if (frame[0] === PING) return socket.send('3');
      if (frame[0] !== MESSAGE) return;
      if (frame[1] === ACK) return calls.settle(numberAt(frame, 2), frame.includes('"error"') ? `${frame}` : null);
      if (frame[1] !== EVENT) return;
      onFrame(frame);
      if (!live.hasBegun() && frame.includes('"ready"')) live.begin();
    },
  });
  await live.begun;
  return {
    send(conversationId, text) {
      const id = calls.next();
      socket.send(`42${id}${JSON.stringify(['message:send', { conversationId, text }])}`);
      return calls.answered(id);
    },
    close: () => hangUp(socket),
  };
};
