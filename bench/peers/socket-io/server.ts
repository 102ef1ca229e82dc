import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdapter } from '@socket.io/redis-adapter';
import express from 'express';
import { Redis } from 'ioredis';
import { Types } from 'mongoose';
import { Server } from 'socket.io';
import { answer, sharedNow } from '../../answering';
import { countCommands, type Publication, type ServerCommands, usage } from '../probe';
import { serveSockets } from './live';
import { createMessages } from './messages';
import { connectModels } from './models';
import { serveRoutes } from './routes';

// The usual design, as its users write it: Socket.IO with the Redis adapter, Express, mongoose.

const { MONGODB_URL = '', REDIS_URL = '' } = process.env;

const models = await connectModels(MONGODB_URL);
await models.createIndexes();
const app = express();
const http = createServer(app);
const publisher = new Redis(REDIS_URL);
const io = new Server(http, { adapter: createAdapter(publisher, publisher.duplicate()) });
const messages = createMessages(models, io);
serveSockets(io, models, messages);
serveRoutes(app, messages);
// Of a thousand who dial at once Node's own backlog would turn some away.
http.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 });
await once(http, 'listening');

const sender = new Types.ObjectId();

function publish({ conversationId, texts }: Publication): number {
  const at = sharedNow();
  for (const text of texts) {
    const message = new models.messages({ conversation: conversationId, sender, text, readBy: [sender] });
    io.to(conversationId).emit('message:new', message);
  }
  return at;
}

const commands: ServerCommands = { usage, publish, commands: countCommands(models.connection) };
answer(commands, { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` });
