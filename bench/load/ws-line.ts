import { type Dial, hangUp, openSocket } from './line';

export const dialWs: Dial = async ({ url, onFrame, onLost }) => {
  const socket = await openSocket({ url, path: '/', onMessage: (frame) => onFrame(frame), onLost });
  return {
    send: () => Promise.reject(new Error('plain sockets keep nothing')),
    close: () => hangUp(socket),
  };
};
