import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { aClientId, aPerson, type Person } from '../support/people';
import {
  actOn,
  composer,
  expectMessages,
  messageWith,
  openFromList,
  openMenuOf,
  type Profile,
  screenshot,
  send,
  signIn,
} from './support/browser';
import { aLineTo } from './support/cut-proxy';
import { aStage } from './support/stage';
import { type Stored, storedBy } from './support/stored';

const stage = aStage({ worker: true });

const NAMES = ['Ana', 'Ben', 'Cleo', 'Dora', 'Emil', 'Fay', 'Gus', 'Hana', 'Ivo', 'June', 'Kai', 'Lea'];

/** What a person who is not at a browser does. */
const say = ({ api }: Person, conversationId: string, text: string) =>
  api.message.send.mutate({ conversationId, clientId: aClientId(), text });

async function signedIn(person: Person, url = stage.site.url): Promise<Profile> {
  const profile = await stage.profile({ url, lineMayBeCut: true });
  await signIn(profile.page, person.me.username);
  return profile;
}

test('after a day of everything, each device holds what a fresh sign-in holds', async () => {
  const people: Person[] = [];
  for (const name of NAMES) people.push(await aPerson(stage.site.url, name));
  const [ana, ben, cleo, dora, emil] = people as [Person, Person, Person, Person, Person, ...Person[]];
  const all = people.map(({ me }) => me.id);
  const group = await ana.api.conversation.createGroup.mutate({ name: 'The trip', memberIds: all.slice(1) });
  const room = await cleo.api.room.create.mutate({ slug: 'harbour', name: 'Harbour' });
  for (const person of people.slice(3)) await person.api.room.join.mutate({ slug: 'harbour' });

  const line = await aLineTo(stage.site.url);
  const [anaAt, benAt, cleoAt] = await Promise.all([signedIn(ana), signedIn(ben, line.url), signedIn(cleo)]);

  // Morning: everybody is there.
  await openFromList(anaAt.page, 'The trip');
  await openFromList(benAt.page, 'The trip');
  await send(anaAt.page, 'day one: who comes?');
  await expectMessages(benAt.page, 'day', ['day one: who comes?']);
  for (const person of people.slice(3)) {
    await say(person, group.id, `${person.me.name} comes`);
    await say(person, room.id, `ahoy from ${person.me.name}`);
  }
  await send(benAt.page, 'day two: I do');
  await openMenuOf(anaAt.page, 'day two: I do');
  await anaAt.page.getByRole('menuitemcheckbox', { name: 'React with 👍' }).click();
  await anaAt.page.getByRole('button', { name: /👍 1/ }).waitFor();
  await openMenuOf(benAt.page, 'day one: who comes?');
  await benAt.page.getByRole('menuitemcheckbox', { name: 'React with 👍' }).click();
  const doraSays = await say(dora, group.id, 'day three: tickets are 20');

  // Ben goes away, and goes on writing; the others change everything meanwhile.
  line.cut();
  await benAt.page
    .getByText(/Reconnecting/)
    .first()
    .waitFor();
  await send(benAt.page, 'day four: from the train');
  await actOn(benAt.page, 'day two: I do', 'Edit');
  await composer(benAt.page).fill('day two: I do, gladly');
  await benAt.page.getByRole('button', { name: /Save|Send/ }).click();
  await dora.api.message.edit.mutate({
    conversationId: group.id,
    messageId: doraSays.id,
    text: 'day three: tickets are 25',
    clientId: aClientId(),
  });
  const slip = await say(emil, group.id, 'day five: a slip');
  await emil.api.message.delete.mutate({
    conversationId: group.id,
    messageId: slip.id,
    scope: 'everyone',
    clientId: aClientId(),
  });
  for (const person of people.slice(2)) {
    await person.api.message.react.mutate({
      conversationId: group.id,
      messageId: doraSays.id,
      emoji: '🎉',
      on: true,
      clientId: aClientId(),
    });
  }
  await ana.api.conversation.update.mutate({ conversationId: group.id, name: 'The long trip' });
  await ana.api.conversation.setRole.mutate({ conversationId: group.id, userId: cleo.me.id, role: 'admin' });
  const [, , , , , , , , , , , lea] = people;
  await cleo.api.conversation.removeMember.mutate({ conversationId: group.id, userId: lea!.me.id });
  await openFromList(cleoAt.page, 'The long trip');
  await actOn(cleoAt.page, 'tickets are 25', 'Pin');
  await actOn(cleoAt.page, 'Fay comes', 'Delete for me');
  await cleoAt.page.getByRole('button', { name: 'Dismiss' }).click();
  await emil.api.conversation.openDirect
    .mutate({ userId: ben.me.id })
    .then(({ id }) => say(emil, id, 'are you there?'));

  // Ben comes back: what he did goes out, and what the others did comes in, without a reload.
  line.heal();
  const evening = [
    'day one: who comes?',
    'day two: I do, gladly',
    'day three: tickets are 25',
    'day four: from the train',
  ];
  await expectMessages(benAt.page, 'day', evening);
  await expectMessages(anaAt.page, 'day', evening);
  await expectMessages(cleoAt.page, 'day', evening);
  await benAt.page.getByRole('button', { name: /🎉 10/ }).waitFor();
  await benAt.page.getByRole('heading', { name: 'The long trip' }).waitFor();
  expect(await messageWith(benAt.page, 'Message deleted').count()).toBe(1);
  await screenshot(benAt.page, 'day-evening');

  // Ana reads on a second device too.
  const anaAgain = await signedIn(ana);
  await say(dora, group.id, 'day six: good night');
  await openFromList(anaAgain.page, 'The long trip');
  await expectMessages(anaAgain.page, 'day', [...evening, 'day six: good night']);

  const devices: [Person, Page][] = [
    [ana, anaAt.page],
    [ana, anaAgain.page],
    [ben, benAt.page],
    [cleo, cleoAt.page],
  ];
  await Promise.all(devices.map(([person, page]) => expectFresh(person, page)));
  for (const profile of [anaAt, anaAgain, benAt, cleoAt]) profile.expectQuiet();
  await line[Symbol.asyncDispose]();
});

/** Waits until the device holds what a device of the same person holds that has just been signed in. */
async function expectFresh(person: Person, page: Page): Promise<void> {
  const fresh = await signedIn(person);
  await expect
    .poll(async () => summaries(await storedBy(page)), { timeout: 30_000 })
    .toEqual(await settledSummaries(fresh.page));
  expect((await storedBy(page)).waiting).toBe(0);
  const { timelines } = await storedBy(page);
  for (const [id, entries] of timelines) {
    await fresh.page.locator(`a[href="/c/${id}"]`).first().click();
    await composer(fresh.page).waitFor();
    const last = entries.at(-1)?.seq ?? 0;
    await expect
      .poll(async () => (await storedBy(fresh.page)).timelines.get(id)?.at(-1)?.seq ?? 0, { timeout: 30_000 })
      .toBeGreaterThanOrEqual(last);
    const [ours, theirs] = [entries, (await storedBy(fresh.page)).timelines.get(id) ?? []];
    const from = Math.max(ours[0]?.seq ?? 1, theirs[0]?.seq ?? 1);
    const shared = (run: typeof ours) => run.filter(({ seq }) => seq >= from && seq <= last);
    expect(shared(ours)).toEqual(shared(theirs));
  }
  await fresh.context.close();
}

/** Every conversation with its watermarks, counts, pins and preview, by id. */
function summaries({ conversations }: Stored) {
  return [...conversations.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Once nothing changes any more: delivery is told a moment after it happens. */
async function settledSummaries(page: Page) {
  let before = '';
  await expect
    .poll(
      async () => {
        const now = JSON.stringify(summaries(await storedBy(page)));
        const isSettled = now === before && now !== '[]';
        before = now;
        return isSettled;
      },
      { timeout: 30_000, interval: 2_500 },
    )
    .toBe(true);
  return summaries(await storedBy(page));
}
