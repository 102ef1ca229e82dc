import { Types } from 'mongoose';
import { readEnv } from '~/server/env';
import { toRecord } from '~/server/models/entry';
import { startServer } from '~/server/server';
import { proceduresOnly } from '../../../tests/support/confab';
import { answer, sharedNow } from '../../answering';
import { countCommands, type Publication, type ServerCommands, usage } from '../probe';

// Confab without pages: the transports, the services, the limits and the log of `npm start`.

const server = await startServer({ env: readEnv(process.env), openSite: proceduresOnly });
const { models, bus } = server.container;
const senderId = new Types.ObjectId();
/** The last number of each conversation that something was published in. */
const heads = new Map<string, number>();

/** As the timeline tells of entries that it has just committed one by one. */
async function publish({ conversationId, texts }: Publication): Promise<number> {
  let head = heads.get(conversationId);
  head ??= (await models.conversations.findById(conversationId, { headSeq: 1 }).orFail().lean()).headSeq;
  heads.set(conversationId, head + texts.length);
  const at = sharedNow();
  for (const [index, text] of texts.entries()) {
    const seq = head + 1 + index;
    const record = toRecord({
      _id: new Types.ObjectId(),
      conversationId: new Types.ObjectId(conversationId),
      seq,
      senderId,
      clientId: `bench-${seq}`,
      at: new Date(),
      applied: true,
      rev: seq,
      kind: 'message',
      text,
    });
    bus.publish(`conversation:${conversationId}`, { type: 'entries', records: [record] });
  }
  return at;
}

const commands: ServerCommands = { usage, publish, commands: countCommands(models.connection) };
answer(commands, { url: server.url });
