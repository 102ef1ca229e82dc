import { test } from 'vitest';
import { aRoom } from '../support/conversations';
import { aPerson } from '../support/people';
import { composer, startSession } from './support/browser';
import { aStage } from './support/stage';

const stage = aStage();

test('an owner sets how long messages of a room are kept, and members see it at once', async () => {
  const { url } = stage.site;
  const [ana, ben] = [await aPerson(url, 'Ana'), await aPerson(url, 'Ben')];
  const { id, slug } = await aRoom(ana);
  await ben.api.room.join.mutate({ slug: slug ?? '' });
  const [anaAt, benAt] = [await stage.profile(), await stage.profile()];
  for (const [{ context, page }, { me }] of [
    [anaAt, ana],
    [benAt, ben],
  ] as const) {
    await startSession(context, me.username);
    await page.goto(`/c/${id}`);
    await composer(page).waitFor();
    await page.getByRole('button', { name: 'Details' }).click();
  }

  const { page } = anaAt;
  await page.getByText('Messages here are kept', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'How long messages are kept' }).click();
  await page.getByRole('radio', { name: '30 days' }).check();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  for (const each of [page, benAt.page]) await each.getByText('Messages here are deleted after 30 days').waitFor();
  await benAt.page.getByText('Ana set messages here to be deleted after 30 days').waitFor();
  anaAt.expectQuiet();
  benAt.expectQuiet();
});
