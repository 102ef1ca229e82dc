import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import {
  actOn,
  aPair,
  chooseFromAccount,
  composer,
  expectMessages,
  expectSent,
  messageWith,
  numbered,
  openFromList,
  openMenuOf,
  screenshot,
  send,
  sendAll,
  signIn,
  signInThroughPage,
} from './support/browser';
import { aStage } from './support/stage';

const stage = aStage();

async function anaAndBen() {
  const ana = await stage.profile();
  const ben = await stage.profile({ phone: true, dark: true });
  return aPair(ana, ben, 'his list');
}

const markOf = (page: Page, text: string, mark: string) => messageWith(page, text).getByRole('img', { name: mark });

test('a message is unread until it is seen, and its sender sees what became of it', async () => {
  const { ana, ben } = await anaAndBen();
  await send(ana.page, 'are you there?');
  await ben.page.getByRole('img', { name: '2 unread' }).waitFor();
  await markOf(ana.page, 'are you there?', 'Delivered').waitFor();
  await screenshot(ben.page, 'unread-phone');
  await openFromList(ben.page, 'Ana');
  await markOf(ana.page, 'are you there?', 'Read').waitFor();
  await markOf(ana.page, 'hello Ben', 'Read').waitFor();
  await ben.page.getByRole('link', { name: 'Back' }).click();
  await expect.poll(() => ben.page.getByRole('img', { name: /unread/ }).count()).toBe(0);
  await actOn(ana.page, 'are you there?', 'Message info');
  await ana.page.getByRole('dialog').getByText('Ben').waitFor();
  await screenshot(ana.page, 'message-info');
  ana.expectQuiet();
  ben.expectQuiet();
});

test('an edit, a reply, a reaction and a deletion are seen at once, and a quote shows what became of its message', async () => {
  const { ana, ben } = await anaAndBen();
  await openFromList(ben.page, 'Ana');
  await actOn(ana.page, 'hello Ben', 'Edit');
  await composer(ana.page).fill('hello dear Ben');
  await ana.page.keyboard.press('Enter');
  await messageWith(ben.page, 'hello dear Ben').getByText('edited').waitFor();

  await openMenuOf(ana.page, 'hello dear Ben');
  await ana.page.getByRole('menuitemcheckbox', { name: 'React with ❤️' }).click();
  await ben.page.getByRole('button', { name: /^❤️ 1/ }).click();
  await ana.page.getByRole('button', { name: /^❤️ 2/ }).waitFor();

  await actOn(ana.page, 'hello dear Ben', 'Reply');
  await send(ana.page, 'answer me');
  await expectMessages(ben.page, 'answer', ['answer me']);
  await messageWith(ben.page, 'answer me').getByText('hello dear Ben').waitFor();
  await screenshot(ben.page, 'quote-phone-dark');

  await actOn(ana.page, 'hello dear Ben', 'Delete for everyone');
  await ana.page.getByRole('button', { name: 'Dismiss' }).click();
  await messageWith(ben.page, 'answer me').getByText('Message deleted').waitFor();
  await screenshot(ana.page, 'tombstone');
  ana.expectQuiet();
  ben.expectQuiet();
});

test('who writes and who is here is seen, and ends by itself', async () => {
  const { ana, ben } = await anaAndBen();
  await openFromList(ben.page, 'Ana');
  await ana.page.getByText('Online', { exact: true }).first().waitFor();
  await composer(ben.page).pressSequentially('hm');
  await ana.page.getByText('Ben is typing…').waitFor();
  await screenshot(ana.page, 'typing');
  await expect.poll(() => ana.page.getByText('Ben is typing…').count(), { timeout: 15_000 }).toBe(0);
  await ben.context.close();
  await ana.page.getByText(/^Last seen/).waitFor({ timeout: 20_000 });
  ana.expectQuiet();
});

describe('a group', () => {
  test('is renamed, has admins, and shuts out who is removed, at once', async () => {
    const { ana, ben, benName } = await anaAndBen();
    await ana.page.getByRole('button', { name: 'New conversation' }).first().click();
    await ana.page.getByRole('tab', { name: 'Group' }).click();
    await ana.page.getByLabel('Group name').fill('Picnic');
    await ana.page.getByRole('combobox', { name: 'Find people' }).fill(benName);
    await ana.page.getByRole('option').filter({ hasText: benName }).click();
    await ana.page.getByRole('button', { name: 'Create group' }).click();
    await openFromList(ben.page, 'Picnic');
    await ana.page.getByRole('button', { name: 'Details' }).click();
    const details = ana.page.getByRole('complementary', { name: 'Details' });
    await details.getByRole('button', { name: 'Rename' }).click();
    await ana.page.getByRole('dialog').getByLabel('Name').fill('Big picnic');
    await ana.page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
    await ben.page.getByRole('heading', { name: 'Big picnic' }).waitFor();
    await details.getByRole('button', { name: /Ben/ }).click();
    await ana.page.getByRole('dialog').getByRole('button', { name: 'Make admin' }).click();
    await details.getByText('admin').waitFor();
    await screenshot(ana.page, 'group-details');
    await details.getByRole('button', { name: /Ben/ }).click();
    await ana.page.getByRole('dialog').getByRole('button', { name: 'Remove from group' }).click();
    await ana.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await ben.page
      .getByText(/no longer|not in this/i)
      .first()
      .waitFor();
    await screenshot(ben.page, 'removed-phone-dark');
    ana.expectQuiet();
    ben.expectQuiet();
  });
});

test('a search finds a message by the beginning of a word, and leads to it', async () => {
  const { ana, conversationId } = await anaAndBen();
  await send(ana.page, 'the ferry leaves at nine');
  await expectSent(ana.page, 'the ferry leaves at nine');
  await sendAll(ana.context, conversationId, numbered('filler', 1, 70));
  await ana.page.reload();
  await composer(ana.page).waitFor();
  await ana.page.getByRole('link', { name: 'Search in this conversation' }).click();
  await ana.page.getByRole('searchbox').fill('ferr');
  await ana.page.getByRole('list', { name: 'Messages found' }).getByRole('link').first().waitFor();
  await screenshot(ana.page, 'search');
  await ana.page.getByRole('list', { name: 'Messages found' }).getByRole('link').first().click();
  await messageWith(ana.page, 'the ferry leaves at nine').waitFor();
  await expect.poll(() => isInView(ana.page, 'the ferry leaves at nine')).toBe(true);
  await screenshot(ana.page, 'search-jump');
  ana.expectQuiet();
});

test('a conversation is pinned, muted, marked as unread and archived on all devices of a person', async () => {
  const { ana, anaName } = await anaAndBen();
  const other = await stage.profile();
  await signIn(other.page, anaName);
  const choose = async (option: string) => {
    await ana.page.getByRole('list', { name: 'Conversations' }).getByRole('link', { name: 'Ben' }).hover();
    await ana.page.getByRole('button', { name: 'Options for Ben' }).click();
    await ana.page.getByRole('dialog').getByRole('button', { name: option, exact: true }).click();
    await ana.page.getByRole('dialog').waitFor({ state: 'detached' });
  };
  await choose('Pin to the top');
  await other.page.getByRole('img', { name: 'Pinned' }).waitFor();
  await choose('Mute');
  await other.page.getByRole('img', { name: 'Muted' }).waitFor();
  await choose('Mark as unread');
  await other.page.getByRole('img', { name: 'Marked as unread' }).waitFor();
  await screenshot(other.page, 'preferences');
  await choose('Archive');
  await other.page.getByText('Archived (1)').waitFor();
  ana.expectQuiet();
});

test('who is blocked cannot write, and both are told why', async () => {
  const { ana, ben } = await anaAndBen();
  await openFromList(ben.page, 'Ana');
  await ana.page.getByRole('button', { name: 'Details' }).click();
  await ana.page.getByRole('complementary', { name: 'Details' }).getByRole('button', { name: /Ben/ }).click();
  await ana.page.getByRole('dialog').getByRole('button', { name: 'Block' }).click();
  await ana.page.getByRole('dialog').getByRole('button', { name: 'Unblock' }).waitFor();
  await screenshot(ana.page, 'blocked');
  await send(ben.page, 'why?');
  await ben.page.getByRole('img', { name: 'Not sent' }).waitFor();
  await screenshot(ben.page, 'blocked-phone');
});

test('a changed password signs the other devices out, and not this one', async () => {
  const { ana, anaName } = await anaAndBen();
  const other = await stage.profile({ lineMayBeCut: true });
  await signIn(other.page, anaName);
  await chooseFromAccount(ana.page, 'Change password');
  await ana.page.getByLabel('Present password').fill('correct horse battery');
  await ana.page.getByLabel('New password').fill('staple correct horse');
  await ana.page.getByRole('dialog').getByRole('button', { name: 'Change password' }).click();
  await ana.page.getByText('Your password is changed.', { exact: false }).waitFor();
  await other.page.waitForURL(/\/sign-in/, { timeout: 20_000 });
  await signInThroughPage(other.page, anaName, 'staple correct horse');
  await ana.page.getByRole('button', { name: 'Done' }).click();
  await send(ana.page, 'still here');
  await markOf(ana.page, 'still here', 'Delivered').waitFor();
});

function isInView(page: Page, text: string): Promise<boolean> {
  return messageWith(page, text).evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= window.innerHeight;
  });
}
