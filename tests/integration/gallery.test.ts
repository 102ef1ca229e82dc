import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MEDIA_PAGE } from '~/contract/limits';
import type { MediaKind } from '~/contract/message';
import { type Backend, createBackend, startConfab, type TestServer } from '../support/confab';
import { aGroup, asMessage, send } from '../support/conversations';
import { commandsDuring } from '../support/database';
import { aPicture, aRecording, aText, type TestFile } from '../support/files';
import { aClientId, aPerson, type Person } from '../support/people';
import { refusal } from '../support/refusals';
import { uploaded } from '../support/uploads';

let backend: Backend;
let server: TestServer;
let [ana, ben]: Person[] = [];
beforeAll(async () => {
  backend = await createBackend({ monitorCommands: true });
  server = await startConfab({ backend });
  [ana, ben] = await Promise.all([aPerson(server.url, 'Ana'), aPerson(server.url, 'Ben')]);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await backend.close();
});

async function sendFiles(conversationId: string, text: string, files: readonly TestFile[]) {
  const uploadIds: string[] = [];
  for (const file of files) uploadIds.push((await uploaded({ person: ana!, url: server.url }, file)).uploadId);
  return asMessage(await ana!.api.message.send.mutate({ conversationId, clientId: aClientId(), text, uploadIds }));
}

async function held(person: Person, conversationId: string, kind: MediaKind): Promise<string[]> {
  await server.container.timeline.drain();
  return (await person.api.message.media.query({ conversationId, kind })).messages.map(({ text }) => text);
}

describe('what was shared in a conversation', () => {
  test('is told by kind, newest first, without what is deleted or hidden', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    await sendFiles(id, 'picture', [await aPicture()]);
    await sendFiles(id, 'both', [await aPicture(), aText()]);
    await sendFiles(id, 'voice', [aRecording()]);
    const gone = await sendFiles(id, 'gone', [await aPicture(), aText()]);
    const hidden = await sendFiles(id, 'hidden from Ben', [await aPicture()]);
    await send(ana!, id, 'see https://example.org/a?b=1');
    await send(ana!, id, 'or WWW.example.org');
    await send(ana!, id, 'the http of it, and wwwhat?');
    const edited = await send(ana!, id, 'later http://example.org');
    const target = { conversationId: id, messageId: edited.id, clientId: aClientId() };
    await ana!.api.message.edit.mutate({ ...target, text: 'no longer' });
    await ana!.api.message.delete.mutate({
      conversationId: id,
      messageId: gone.id,
      scope: 'everyone',
      clientId: aClientId(),
    });
    await ben!.api.message.delete.mutate({
      conversationId: id,
      messageId: hidden.id,
      scope: 'me',
      clientId: aClientId(),
    });

    expect(await held(ana!, id, 'media')).toEqual(['hidden from Ben', 'both', 'picture']);
    expect(await held(ben!, id, 'media')).toEqual(['both', 'picture']);
    expect(await held(ben!, id, 'files')).toEqual(['voice', 'both']);
    expect(await held(ben!, id, 'links')).toEqual(['or WWW.example.org', 'see https://example.org/a?b=1']);
  });

  test('has links of the reader’s own, and is for members alone', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    await sendFiles(id, 'picture', [await aPicture()]);
    const page = await ben!.api.message.media.query({ conversationId: id, kind: 'media' });
    expect(page.messages[0]!.attachments[0]!.url).toContain(`for=${ben!.me.id}`);
    await ben!.api.conversation.leave.mutate({ conversationId: id });
    const after = ben!.api.message.media.query({ conversationId: id, kind: 'media' });
    expect((await refusal(after)).appCode).toBe('NOT_FOUND');
  });

  test('comes in pages, each message once, at two queries a page', async () => {
    const { id } = await aGroup(ana!, []);
    const total = MEDIA_PAGE + 3;
    for (let count = 1; count <= total; count += 1) await send(ana!, id, `https://example.org/${count}`);
    await server.container.timeline.drain();
    const first = await ana!.api.message.media.query({ conversationId: id, kind: 'links' });
    const rest = { conversationId: id, kind: 'links' as const, cursor: first.nextCursor };
    const second = await ana!.api.message.media.query(rest);
    expect([...first.messages, ...second.messages].map(({ text }) => text)).toEqual(
      Array.from({ length: total }, (_, index) => `https://example.org/${total - index}`),
    );
    expect(second.nextCursor).toBeNull();
    // One more, for the access token.
    const commands = await commandsDuring(server.container, () => ana!.api.message.media.query(rest));
    expect(commands.length).toBeLessThanOrEqual(3);
    const forged = ana!.api.message.media.query({ ...rest, cursor: 'bm9uZQ' });
    expect((await refusal(forged)).appCode).toBe('INVALID_INPUT');
  });
});
