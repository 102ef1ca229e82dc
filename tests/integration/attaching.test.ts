import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MessageEntry } from '~/contract/entry';
import { ATTACHMENTS_MAX, WAVE_POINTS } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import { createBackend, startConfab, type TestServer } from '../support/confab';
import { aGroup, asMessage, everything, send } from '../support/conversations';
import { commandsDuring } from '../support/database';
import { aPicture, aRecording, aText, type TestFile } from '../support/files';
import { aClientId, aPerson, listenAs, type Person } from '../support/people';
import { refusal } from '../support/refusals';
import { openUpload, tus, uploaded } from '../support/uploads';

let server: TestServer;
let [ana, ben, cleo]: Person[] = [];
/** Links are the same for five minutes: within them, so are whole entries. */
const at = new Date('2026-03-01T12:01:00Z');
beforeAll(async () => {
  server = await startConfab({ now: () => at });
  [ana, ben, cleo] = await Promise.all(['Ana', 'Ben', 'Cleo'].map((name) => aPerson(server.url, name)));
});
afterAll(() => server[Symbol.asyncDispose]());

const upload = async (person: Person, file: TestFile): Promise<Id> =>
  (await uploaded({ person, url: server.url }, file)).uploadId;

async function sendFiles(
  from: Person,
  conversationId: Id,
  { uploadIds, text, clientId = aClientId() }: { uploadIds: Id[]; text?: string; clientId?: string },
): Promise<MessageEntry> {
  const input = { conversationId, clientId, uploadIds, ...(text !== undefined && { text }) };
  return asMessage(await from.api.message.send.mutate(input));
}

/** A message of Ana's with one note. */
async function aNoteIn(conversationId: Id, { filename = 'notes.txt', words = 'the words', text = '' } = {}) {
  const uploadId = await upload(ana!, aText(words, filename));
  return sendFiles(ana!, conversationId, { uploadIds: [uploadId], text });
}

const seenBy = async ({ api }: Person, { conversationId, seq }: MessageEntry) =>
  (await api.message.get.query({ conversationId, seqs: [seq] })).entries[0];
const remove = ({ api }: Person, { conversationId, id }: MessageEntry, scope: 'everyone' | 'me' = 'everyone') =>
  api.message.delete.mutate({ conversationId, messageId: id, scope, clientId: aClientId() });
const forward = ({ api }: Person, { conversationId, id }: MessageEntry, to: Id[], clientId = aClientId()) =>
  api.message.forward.mutate({ conversationId, messageId: id, toConversationIds: to, clientId });
const found = async ({ api }: Person, conversationId: Id, query: string) => {
  await server.container.timeline.drain();
  return (await api.message.search.query({ conversationId, query })).messages;
};

const follow = (url: string | undefined) => fetch(`${server.url}${url}`);
const statusOf = async (message: MessageEntry) => (await follow(message.attachments[0]?.url)).status;
const withoutLinks = ({ attachments, ...entry }: MessageEntry) => ({
  ...entry,
  attachments: attachments.map(({ url: _, thumbnailUrl: __, ...about }) => about),
});

describe('a message with files', () => {
  test('has them in the order they were attached, with its caption and what is known of each', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const [note, picture, other] = [
      aText('one', 'first.txt'),
      await aPicture('second.png', { width: 900, height: 600 }),
      aText('three', 'third.txt'),
    ];
    const uploaded = [];
    for (const file of [note, picture, other]) uploaded.push(await upload(ana!, file));
    const uploadIds = [uploaded[2]!, uploaded[1]!, uploaded[0]!];
    const message = await sendFiles(ana!, id, { uploadIds, text: 'three files' });
    expect(message).toMatchObject({ text: 'three files', seq: 2, mentions: [] });
    expect(message.attachments.map((attachment) => attachment.id)).toEqual(uploadIds);
    expect(message.attachments).toMatchObject([
      { kind: 'file', filename: 'third.txt', size: other.bytes.length, mimeType: 'text/plain' },
      { kind: 'image', filename: 'second.png', mimeType: 'image/png', width: 900, height: 600 },
      { kind: 'file', filename: 'first.txt', size: note.bytes.length },
    ]);
    const [third, second] = message.attachments;
    expect(Buffer.from(await (await follow(third!.url)).arrayBuffer())).toEqual(other.bytes);
    expect(second!.placeholder).toMatch(/^data:image\/webp;base64,/);
    expect((await follow(second!.thumbnailUrl)).headers.get('content-type')).toBe('image/webp');
    expect(third).not.toHaveProperty('thumbnailUrl');
    expect(third).not.toHaveProperty('hasThumbnail');
  });

  test('is the same to everybody who reads it, whichever way, with links of each reader’s own', async () => {
    const { id } = await aGroup(ana!, [ben!, cleo!]);
    await using live = await listenAs(ben!, server.url);
    const message = await aNoteIn(id, { text: 'look' });
    const event = await live.until((one) => one.type === 'entry' && one.entry.id === message.id);
    const heard = asMessage(event.type === 'entry' ? event.entry : undefined);
    expect(withoutLinks(heard)).toEqual(withoutLinks(message));
    expect(heard.attachments[0]!.url).toContain(`for=${ben!.me.id}`);
    expect(await statusOf(heard)).toBe(200);
    const api = ben!.api;
    const pages = [
      (await api.message.history.query({ conversationId: id })).entries,
      (await api.message.get.query({ conversationId: id, seqs: [message.seq] })).entries,
      (await api.sync.since.query({ conversationId: id, seq: 1 })).entries,
      await found(ben!, id, 'look'),
    ];
    for (const entries of pages) expect(entries.at(-1)).toEqual(heard);
    expect(await seenBy(ana!, message)).toEqual(message);
    expect((await seenBy(cleo!, message)) as MessageEntry).not.toEqual(heard);
  });

  test('needs no text, and has none when all of it is space', async () => {
    const { id } = await aGroup(ana!, []);
    for (const text of [undefined, '', ' \n\t ']) {
      const uploadId = await upload(ana!, aText());
      const message = await sendFiles(ana!, id, { uploadIds: [uploadId], ...(text !== undefined && { text }) });
      expect(message.text).toBe('');
      expect(await seenBy(ana!, message)).toEqual(message);
    }
    const uploadId = await upload(ana!, aText());
    expect((await sendFiles(ana!, id, { uploadIds: [uploadId], text: ' as it was ' })).text).toBe(' as it was ');
  });

  test('counts as unread, and is the preview in everybody’s list', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const before = await send(ana!, id, 'words only');
    await server.container.timeline.drain();
    const previewFor = async ({ api }: Person) => {
      const { conversations } = await api.conversation.list.query({});
      const listed = conversations.find((one) => one.id === id)!;
      expect((await api.conversation.get.query({ conversationId: id })).lastMessage).toEqual(listed.lastMessage);
      return listed;
    };
    expect((await previewFor(ben!)).lastMessage).toMatchObject({ id: before.id, attached: null });
    const uploadIds = [await upload(ana!, await aPicture()), await upload(ana!, aText()), await upload(ana!, aText())];
    const message = await sendFiles(ana!, id, { uploadIds });
    await server.container.timeline.drain();
    expect(await previewFor(ben!)).toMatchObject({
      unread: 2,
      lastMessage: { id: message.id, text: '', attached: { kind: 'file', count: 3 } },
    });
    const wave = Array.from({ length: WAVE_POINTS }, () => 50);
    const voice = await uploaded({ person: ana!, url: server.url }, aRecording(), { wave });
    const spoken = await sendFiles(ana!, id, { uploadIds: [voice.uploadId] });
    await server.container.timeline.drain();
    expect((await previewFor(ben!)).lastMessage).toMatchObject({ attached: { kind: 'voice', count: 1 } });
    await remove(ben!, spoken, 'me');
    const last = await send(ana!, id, 'the last');
    await remove(ben!, last, 'me');
    expect((await previewFor(ben!)).lastMessage).toMatchObject({ attached: { kind: 'file', count: 3 } });
    await remove(ana!, message);
    expect((await previewFor(ben!)).lastMessage).toMatchObject({ id: message.id, deleted: true, attached: null });
    await remove(ana!, last);
    expect((await previewFor(ana!)).lastMessage).toMatchObject({ id: last.id, deleted: true, attached: null });
  });

  test('is found by the names of its files, by whoever may read it, until it is deleted', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const other = await aGroup(cleo!, []);
    const message = await aNoteIn(id, { filename: 'Quarterly_Zebra-report.txt', text: 'with a caption' });
    for (const query of ['zebra', 'quart', 'report txt', 'caption zebra']) {
      expect((await found(ben!, id, query)).map((one) => one.id)).toEqual([message.id]);
    }
    expect(await found(cleo!, other.id, 'zebra')).toEqual([]);
    expect((await cleo!.api.message.search.query({ query: 'zebra' })).messages).toEqual([]);
    await remove(ana!, message);
    for (const query of ['zebra', 'caption']) expect(await found(ben!, id, query)).toEqual([]);
  });
});

test('a message without files costs what it ever did: its sender’s membership and one insert', async () => {
  const backend = await createBackend({ monitorCommands: true });
  await using watched = await startConfab({ backend });
  const person = await aPerson(watched.url);
  const { id } = await aGroup(person, []);
  const { services, timeline } = watched.container;
  const actor = { userId: person.me.id, credential: { kind: 'token', id } } as const;
  const one = () => services.messages.send(actor, { conversationId: id, clientId: aClientId(), text: 'hello' });
  await one();
  await timeline.drain();
  const commands = await commandsDuring(watched.container, one);
  expect(commands.filter((name) => name !== 'update')).toEqual(['find', 'insert']);
  await timeline.drain();
  await watched.close();
  await backend.close();
});

describe('a retry of a message with files', () => {
  test('at once and later gets the first answer, and there is one entry', async () => {
    const { id } = await aGroup(ana!, []);
    const input = { uploadIds: [await upload(ana!, aText())], clientId: aClientId() };
    const answers = await Promise.all([1, 2, 3, 4].map(() => sendFiles(ana!, id, input)));
    for (const answer of [...answers, await sendFiles(ana!, id, input)]) expect(answer).toEqual(answers[0]);
    expect(await everything(ana!, id)).toHaveLength(2);
  });

  test('gets it after the message was deleted and its files are gone', async () => {
    const { id } = await aGroup(ana!, []);
    const input = { uploadIds: [await upload(ana!, aText())], clientId: aClientId() };
    const message = await sendFiles(ana!, id, input);
    await remove(ana!, message);
    const again = await sendFiles(ana!, id, input);
    expect(again).toMatchObject({ id: message.id, seq: message.seq, attachments: [], deletedAt: expect.any(String) });
    expect(await everything(ana!, id)).toHaveLength(3);
  });

  test('with other files gets it as it was, and they are free for another message', async () => {
    const { id } = await aGroup(ana!, []);
    const clientId = aClientId();
    const [first, second] = [await upload(ana!, aText()), await upload(ana!, aText())];
    const message = await sendFiles(ana!, id, { uploadIds: [first], clientId });
    expect(await sendFiles(ana!, id, { uploadIds: [second], clientId })).toEqual(message);
    expect((await sendFiles(ana!, id, { uploadIds: [second] })).attachments[0]!.id).toBe(second);
  });

  test('that names a file twice has it once', async () => {
    const { id } = await aGroup(ana!, []);
    const uploadId = await upload(ana!, aText());
    expect((await sendFiles(ana!, id, { uploadIds: [uploadId, uploadId] })).attachments).toHaveLength(1);
  });
});

describe('a message is refused', () => {
  async function refused(conversationId: Id, uploadIds: Id[], text?: string) {
    const before = (await everything(ana!, conversationId)).length;
    const { appCode, message } = await refusal(
      sendFiles(ana!, conversationId, { uploadIds, ...(text !== undefined && { text }) }),
    );
    expect(await everything(ana!, conversationId)).toHaveLength(before);
    return { appCode, message };
  }

  test('with a file of somebody else, or one that is not there, even beside one of one’s own', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const own = await upload(ana!, aText());
    const theirs = await upload(ben!, aText());
    for (const uploadIds of [[theirs], [own, theirs], ['f'.repeat(24)], [own, 'f'.repeat(24)]]) {
      expect(await refused(id, uploadIds)).toEqual({
        appCode: 'NOT_FOUND',
        message: 'The upload is gone; attach the file again.',
      });
    }
    // Nothing of it is used up.
    expect((await sendFiles(ana!, id, { uploadIds: [own] })).attachments).toHaveLength(1);
  });

  test('with a file that was given up', async () => {
    const { id } = await aGroup(ana!, []);
    const { uploadId, url: path } = await openUpload({ person: ana!, url: server.url }, aText());
    expect((await tus(server.url, 'DELETE', { path, token: ana!.token })).status).toBe(204);
    expect((await refused(id, [uploadId])).appCode).toBe('NOT_FOUND');
  });

  test('with a file whose bytes are still to come', async () => {
    const { id } = await aGroup(ana!, []);
    const { uploadId } = await openUpload({ person: ana!, url: server.url }, aText());
    expect((await refused(id, [uploadId])).appCode).toBe('CONFLICT');
  });

  test('with a file of another message, here or elsewhere, also when it was deleted', async () => {
    const [here, elsewhere] = [await aGroup(ana!, []), await aGroup(ana!, [])];
    const message = await aNoteIn(here.id);
    const uploadIds = message.attachments.map(({ id }) => id);
    expect((await refused(here.id, uploadIds)).appCode).toBe('CONFLICT');
    const { clientId } = message;
    const same = await refusal(sendFiles(ana!, elsewhere.id, { uploadIds, clientId }));
    expect(same.appCode).toBe('CONFLICT');
    await remove(ana!, message);
    expect((await refused(here.id, uploadIds)).appCode).toBe('NOT_FOUND');
  });

  test('with a file of one message is for one of two who are sent at once', async () => {
    const { id } = await aGroup(ana!, []);
    const uploadIds = [await upload(ana!, aText())];
    const results = await Promise.allSettled([1, 2, 3].map(() => sendFiles(ana!, id, { uploadIds })));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') {
        expect((await refusal(Promise.reject(result.reason))).appCode).toBe('CONFLICT');
      }
    }
    expect(await everything(ana!, id)).toHaveLength(2);
  });

  test('with too many files, and with neither text nor files', async () => {
    const { id } = await aGroup(ana!, []);
    const many = Array.from({ length: ATTACHMENTS_MAX + 1 }, () => 'f'.repeat(24));
    expect((await refused(id, many)).appCode).toBe('INVALID_INPUT');
    expect(await refused(id, [], '  ')).toEqual({ appCode: 'INVALID_INPUT', message: 'text: must not be empty' });
  });
});

describe('an edit of a message with files', () => {
  const edit = ({ api }: Person, { conversationId, id }: MessageEntry, text: string) =>
    api.message.edit.mutate({ conversationId, messageId: id, text, clientId: aClientId() });

  test('changes its caption and keeps its files, which it is still found by', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const message = await aNoteIn(id, { filename: 'walrus.txt', text: 'old caption' });
    await edit(ana!, message, 'new caption');
    const seen = await seenBy(ana!, message);
    expect(seen).toMatchObject({ text: 'new caption', attachments: message.attachments });
    for (const query of ['walrus', 'new walrus']) expect(await found(ana!, id, query)).toEqual([seen]);
    expect(await found(ana!, id, 'old')).toEqual([]);
  });

  test('may empty the caption, also of nothing but space, and give one back', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const message = await aNoteIn(id, { text: 'a caption' });
    expect(await edit(ana!, message, ' \n ')).toMatchObject({ kind: 'edit', text: '' });
    expect(await seenBy(ben!, message)).toMatchObject({ text: '', attachments: [{ filename: 'notes.txt' }] });
    const { lastMessage } = await ben!.api.conversation.get.query({ conversationId: id });
    expect(lastMessage).toMatchObject({ text: '', attached: { kind: 'file', count: 1 } });
    await edit(ana!, message, 'back');
    expect(await seenBy(ben!, message)).toMatchObject({ text: 'back' });
  });

  test('may not empty a message without files, and says which field is wrong', async () => {
    const { id } = await aGroup(ana!, []);
    const message = await send(ana!, id, 'words');
    for (const text of ['', '  ']) {
      expect(await refusal(edit(ana!, message, text))).toMatchObject({
        appCode: 'INVALID_INPUT',
        fields: { text: 'must not be empty' },
      });
    }
    expect(await seenBy(ana!, message)).toEqual(message);
  });
});

describe('a deletion for everyone', () => {
  test('takes the files, their links and their bytes along, whoever deletes', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const { models } = server.container;
    const uploadId = await upload(ben!, aText());
    const messages = [await aNoteIn(id, { text: 'mine' }), await sendFiles(ben!, id, { uploadIds: [uploadId] })];
    for (const message of messages) {
      const seen = asMessage(await seenBy(ben!, message));
      await remove(ana!, message);
      for (const person of [ana!, ben!]) {
        expect(await seenBy(person, message)).toMatchObject({ text: '', attachments: [] });
        const uploadId = message.attachments[0]!.id;
        expect((await refusal(person.api.upload.get.query({ uploadId }))).appCode).toBe('NOT_FOUND');
      }
      expect([await statusOf(message), await statusOf(seen)]).toEqual([404, 404]);
      expect(await models.uploads.countDocuments({ _id: message.attachments[0]!.id })).toBe(0);
    }
  });
});

describe('whoever may not see a message does not see its files by a link they hold', () => {
  test('after they hid it, while others do', async () => {
    const { id } = await aGroup(ana!, [ben!, cleo!]);
    const message = await aNoteIn(id);
    const [held, kept] = [asMessage(await seenBy(ben!, message)), asMessage(await seenBy(cleo!, message))];
    await remove(ben!, message, 'me');
    expect([await statusOf(held), await statusOf(kept)]).toEqual([404, 200]);
    const uploadId = message.attachments[0]!.id;
    expect((await refusal(ben!.api.upload.get.query({ uploadId }))).appCode).toBe('NOT_FOUND');
    expect((await cleo!.api.upload.get.query({ uploadId })).attachment).toEqual(kept.attachments[0]);
  });

  test('after they were removed, or never were there', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const message = await aNoteIn(id);
    const held = asMessage(await seenBy(ben!, message));
    expect(await statusOf(held)).toBe(200);
    await ana!.api.conversation.removeMember.mutate({ conversationId: id, userId: ben!.me.id });
    expect(await statusOf(held)).toBe(404);
    const uploadId = message.attachments[0]!.id;
    for (const person of [ben!, cleo!]) {
      expect((await refusal(person.api.upload.get.query({ uploadId }))).appCode).toBe('NOT_FOUND');
    }
  });
});

describe('a forwarded message with files', () => {
  test('has files of its own with the same bytes, which survive the first and go with the last', async () => {
    const [from, to] = [await aGroup(ana!, [ben!]), await aGroup(ben!, [cleo!])];
    const message = await aNoteIn(from.id, { filename: 'camel.txt', words: 'shared words', text: 'pass it on' });
    const [made] = await forward(ben!, message, [to.id]);
    const copy = asMessage(made);
    const { url: _, id: __, ...about } = message.attachments[0]!;
    expect(copy).toMatchObject({ text: 'pass it on', forwarded: true, senderId: ben!.me.id, attachments: [about] });
    expect(copy.attachments[0]!.id).not.toBe(message.attachments[0]!.id);
    expect(JSON.stringify(copy)).not.toContain(message.attachments[0]!.id);
    expect((await found(cleo!, to.id, 'camel')).map(({ id }) => id)).toEqual([copy.id]);
    await remove(ana!, message);
    expect(await statusOf(message)).toBe(404);
    const seen = asMessage(await seenBy(cleo!, copy));
    expect(await (await follow(seen.attachments[0]!.url)).text()).toBe('shared words');
    await remove(ben!, copy);
    expect(await statusOf(seen)).toBe(404);
  });

  test('to several places is one message in each, and a retry finds them all', async () => {
    const [from, ...places] = await Promise.all([1, 2, 3].map(() => aGroup(ana!, [])));
    const message = await aNoteIn(from!.id);
    const to = places.map(({ id }) => id);
    const clientId = aClientId();
    const [made, again] = await Promise.all([1, 2].map(() => forward(ana!, message, to, clientId)));
    expect(again).toEqual(made);
    await remove(ana!, message);
    const late = await forward(ana!, message, to, clientId);
    expect(late).toEqual(made);
    for (const [index, id] of to.entries()) expect((await everything(ana!, id)).slice(1)).toEqual([made![index]]);
    expect(new Set(made!.map((entry) => asMessage(entry).attachments[0]!.id)).size).toBe(2);
  });

  test('is refused once the message is deleted, and nothing of it is anywhere', async () => {
    const [from, to] = [await aGroup(ana!, []), await aGroup(ana!, [])];
    const message = await aNoteIn(from.id);
    await remove(ana!, message);
    expect((await refusal(forward(ana!, message, [to.id]))).appCode).toBe('CONFLICT');
    expect(await everything(ana!, to.id)).toHaveLength(1);
  });
});
