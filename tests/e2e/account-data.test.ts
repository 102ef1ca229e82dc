import { execFileSync } from 'node:child_process';
import { beforeAll, expect, test } from 'vitest';
import { aGroup, send } from '../support/conversations';
import { aPerson, type Person } from '../support/people';
import { chooseFromAccount, signIn, startSession } from './support/browser';
import { aStage } from './support/stage';

const stage = aStage();

// Whoever is the first is the admin.
let admin: Person;
beforeAll(async () => {
  admin = await aPerson(stage.site.url, 'Admin');
});

test('a person takes an archive of what they wrote with them', async () => {
  const { url } = stage.site;
  const [ana, ben] = [await aPerson(url, 'Ana'), await aPerson(url, 'Ben')];
  const { id } = await aGroup(ana, [ben]);
  await send(ana, id, 'remember the milk');
  await send(ben, id, 'and the bread');
  const { page, expectQuiet } = await stage.profile();
  await signIn(page, ana.me.username);
  await chooseFromAccount(page, 'Your data');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download your data' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/\.zip$/);
  const inArchive = [await download.path(), 'messages.json'];
  // As another program reads it.
  const read = 'import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))';
  const messages = JSON.parse(execFileSync('python3', ['-c', read, ...inArchive], { encoding: 'utf8' }));
  expect(messages).toMatchObject([{ conversationId: id, text: 'remember the milk' }]);
  await page.getByText('The download begins.').waitFor();
  expectQuiet();
});

test('who has forgotten their password sets a new one through the link of an admin, and the old one is refused', async () => {
  const { username } = (await aPerson(stage.site.url, 'Cleo')).me;
  const [adminAt, cleoAt] = [await stage.profile(), await stage.profile()];
  await startSession(adminAt.context, admin.me.username);
  await adminAt.page.goto('/admin');
  await adminAt.page.getByRole('button', { name: 'Manage Cleo' }).click();
  await adminAt.page.getByRole('button', { name: 'Reset password' }).click();
  await adminAt.page.getByLabel('Reason').fill('asked me on the phone');
  await adminAt.page.getByRole('button', { name: 'Reset password' }).click();
  const link = await adminAt.page.getByRole('textbox', { name: 'Link' }).inputValue();

  const { page } = cleoAt;
  await page.goto(link);
  await page.getByLabel('Password').fill('a new horse battery');
  await page.getByRole('button', { name: 'Set password' }).click();
  await page.getByText('Your password is set.').waitFor();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('Username or e-mail').fill(username);
  const signInWith = async (password: string) => {
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  await signInWith('correct horse battery');
  await page.getByText('The username or password is not right.').waitFor();
  await signInWith('a new horse battery');
  await page.getByRole('button', { name: 'Account' }).waitFor();
  adminAt.expectQuiet();
});
