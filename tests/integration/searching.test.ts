import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SEARCH_PAGE } from '~/contract/limits';
import { type Backend, createBackend, startConfab, type TestServer } from '../support/confab';
import { aDirect, aGroup, aRoom, send } from '../support/conversations';
import { commandsDuring } from '../support/database';
import { aClientId, aPerson, type Person } from '../support/people';
import { refusal } from '../support/refusals';

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

/** Words are written down right after a message is acknowledged; from here on they are. */
const indexed = () => server.container.timeline.drain();

async function found(person: Person, query: string, conversationId?: string): Promise<string[]> {
  await indexed();
  const page = await person.api.message.search.query({ query, ...(conversationId && { conversationId }) });
  return page.messages.map(({ text }) => text);
}

describe('a search', () => {
  test.each([
    ['Zürich', 'zurich'],
    ['the FERRY leaves', 'ferr leav'],
    ['我们在北京见面', '北京'],
    ['東京タワー', '東'],
    ['до встречи завтра', 'встре'],
    ['مرحبا بالعالم', 'مرح'],
    ['internationalisation', 'internationalisation'],
    ['a C++ and a .NET', 'net'],
  ])('finds %j by %j', async (text, query) => {
    const { id } = await aGroup(ana!, []);
    await send(ana!, id, 'something else');
    await send(ana!, id, text);
    expect(await found(ana!, query, id)).toEqual([text]);
  });

  test.each(['ferry', 'erry', 'leaves ferries', '北南'])('does not find %j where it is not', async (query) => {
    const { id } = await aGroup(ana!, []);
    await send(ana!, id, 'the fer leaves 南北');
    expect(await found(ana!, query, id)).toEqual([]);
  });

  test('is of what the searcher may see, as it is now, newest first', async () => {
    const word = 'quokka';
    const [group, direct, room] = [await aGroup(ana!, []), await aDirect(ana!, ben!), await aRoom(ana!)];
    await send(ana!, group.id, `${word} in the group`);
    await send(ana!, room.id, `${word} in the room`);
    const seen = await send(ana!, direct.id, `${word} between us`);
    const edited = await send(ana!, direct.id, 'nothing yet');
    await ana!.api.message.edit.mutate({
      conversationId: direct.id,
      messageId: edited.id,
      text: `${word} after all`,
      clientId: aClientId(),
    });
    const newestFirst = [`${word} after all`, `${word} between us`];
    expect(await found(ben!, word)).toEqual(newestFirst);
    expect(await found(ana!, word)).toEqual([...newestFirst, `${word} in the room`, `${word} in the group`]);
    const forMe = { conversationId: direct.id, messageId: seen.id, scope: 'me' as const, clientId: aClientId() };
    await ben!.api.message.delete.mutate(forMe);
    expect(await found(ben!, word)).toEqual([`${word} after all`]);
    const elsewhere = ben!.api.message.search.query({ query: word, conversationId: group.id });
    expect((await refusal(elsewhere)).appCode).toBe('NOT_FOUND');
  });

  test('comes in pages, each message once', async () => {
    const { id } = await aGroup(ana!, []);
    for (let count = 0; count < SEARCH_PAGE + 3; count += 1) await send(ana!, id, `pebble ${count}`);
    await indexed();
    const first = await ana!.api.message.search.query({ query: 'pebble', conversationId: id });
    const second = await ana!.api.message.search.query({
      query: 'pebble',
      conversationId: id,
      cursor: first.nextCursor,
    });
    const numbers = [...first.messages, ...second.messages].map(({ seq }) => seq);
    expect(numbers).toEqual(Array.from({ length: SEARCH_PAGE + 3 }, (_, index) => SEARCH_PAGE + 4 - index));
    expect(second.nextCursor).toBeNull();
  });

  test.each(['.*', '$where', '{"$ne":""}', '(((((', '\u0301\u0301', '\u0000', '😀', '% _', `${'a'.repeat(80)}`])(
    'for %j is quick and finds nothing',
    async (query) => {
      const { id } = await aGroup(ana!, []);
      await send(ana!, id, 'what is it?');
      expect(await found(ana!, query, id)).toEqual([]);
    },
  );

  test('costs at most three queries, whatever is asked', async () => {
    await indexed();
    for (const query of ['ferry', 'a b c d e f g h i j k l m n o p', '北京東京'.repeat(10)]) {
      const commands = await commandsDuring(server.container, () => ana!.api.message.search.query({ query }));
      // One more, for the access token.
      expect(commands.length).toBeLessThanOrEqual(4);
    }
  });
});
