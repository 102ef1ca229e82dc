import { expect, test } from 'vitest';
import { post } from '../../examples/webhooks';
import { aGroup } from '../support/conversations';
import { aPerson } from '../support/people';
import { expectMessages, messageWith, startSession } from './support/browser';
import { aStage } from './support/stage';

const stage = aStage();

test('an owner lets a program post under a name of its own, changes its secret, and ends it', async () => {
  const { url } = stage.site;
  const [ana, ben] = [await aPerson(url, 'Ana'), await aPerson(url, 'Ben')];
  const { id } = await aGroup(ana, [ben]);
  const { context, page, expectQuiet } = await stage.profile();
  await startSession(context, ana.me.username);
  await page.goto(`/c/${id}`);
  await page.getByRole('button', { name: 'Details' }).click();
  await page.getByRole('button', { name: 'Webhooks' }).click();
  const dialog = page.getByRole('dialog', { name: 'Webhooks' });
  await dialog.getByRole('button', { name: 'New webhook' }).click();
  await dialog.getByLabel('Name').fill('Build server');
  await dialog.getByRole('button', { name: 'Create webhook' }).click();
  const [address, secret] = [
    await dialog.getByLabel('Address').inputValue(),
    await dialog.getByLabel('Secret').inputValue(),
  ];
  await dialog.getByRole('button', { name: 'Done' }).click();

  expect(await post(address, secret, { text: 'build one is done' })).toMatchObject({ status: 200 });
  await expectMessages(page, 'build', ['build one is done']);
  const said = messageWith(page, 'build one is done');
  await said.getByText('Build server', { exact: true }).waitFor();
  await said.getByText('Webhook', { exact: true }).waitFor();

  const list = dialog.getByRole('list', { name: 'Webhooks of this conversation' });
  await list.getByRole('button', { name: 'New secret for Build server' }).click();
  await list.getByRole('button', { name: 'New secret', exact: true }).click();
  const another = await dialog.getByLabel('Secret').inputValue();
  await dialog.getByRole('button', { name: 'Done' }).click();
  expect(await post(address, secret, { text: 'build two is done' })).toMatchObject({ status: 401 });
  expect(await post(address, another, { text: 'build three is done' })).toMatchObject({ status: 200 });
  await expectMessages(page, 'build', ['build one is done', 'build three is done']);

  await list.getByRole('button', { name: 'Remove Build server' }).click();
  await list.getByRole('button', { name: 'Remove', exact: true }).click();
  await dialog.getByText('There are none yet.').waitFor();
  expect(await post(address, another, { text: 'build four is done' })).toMatchObject({ status: 401 });
  expectQuiet();
});
