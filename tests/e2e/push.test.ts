import { expect, test } from 'vitest';
import { aDirect, send } from '../support/conversations';
import { aPerson } from '../support/people';
import { startPushService } from '../support/push-service';
import { chooseFromAccount, signIn } from './support/browser';
import { deliverTo, shownIn, subscribesAs } from './support/push';
import { aStage } from './support/stage';

const stage = aStage({ worker: true, variables: { PUSH_LOOPBACK: 'true' } });

test('who has closed Confab is told of a message, and no longer once it was read elsewhere', async () => {
  const { url } = stage.site;
  const [ana, ben] = [await aPerson(url, 'Ana'), await aPerson(url, 'Ben')];
  await using service = await startPushService((await ana.api.push.key.query()).publicKey);
  const device = service.device();
  const { context, page, expectQuiet } = await stage.profile();
  await context.grantPermissions(['notifications']);
  await subscribesAs(page, device);
  await signIn(page, ana.me.username);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await chooseFromAccount(page, 'Notifications');
  const whenClosed = page.getByRole('switch', { name: 'Notify me also when Confab is closed' });
  await whenClosed.click();
  await expect.poll(() => whenClosed.getAttribute('aria-checked')).toBe('true');
  const elsewhere = await context.newPage();
  await page.close();

  const { id } = await aDirect(ben, ana);
  const { seq } = await send(ben, id, 'are you there?');
  const told = await device.until(({ type }) => type === 'message');
  expect(told.notice).toEqual({ type: 'message', conversationId: id, seq, title: 'Ben', body: 'are you there?' });
  expect(told.headers).toMatchObject({ 'content-encoding': 'aes128gcm' });

  const deliver = await deliverTo(elsewhere, url);
  await deliver(told.notice);
  await expect.poll(() => shownIn(context)).toEqual(['Ben: are you there?']);

  await ana.api.receipt.read.mutate({ conversationId: id, seq });
  const { notice } = await device.until(({ type }) => type === 'read');
  expect(notice).toEqual({ type: 'read', conversationId: id, seq });
  await deliver(notice);
  await expect.poll(() => shownIn(context)).toEqual([]);
  expectQuiet();
});
