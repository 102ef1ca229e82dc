import { test } from 'vitest';
import { expectMessages, openDirect, send, signUpThroughPage } from '../../e2e/support/browser';
import { aStage } from '../../e2e/support/stage';

const stage = aStage({ mode: 'development' });

test('the development server serves two people who chat, and its console stays empty', async () => {
  const ana = await stage.profile();
  const ben = await stage.profile({ dark: true });
  // The first page is compiled when it is asked for.
  ana.page.setDefaultNavigationTimeout(90_000);
  await signUpThroughPage(ana.page, 'Ana');
  const benName = await signUpThroughPage(ben.page, 'Ben');
  await openDirect(ana.page, benName);
  await send(ana.page, 'hello Ben');
  await ben.page.getByRole('link', { name: /Ana/ }).first().click();
  await expectMessages(ben.page, 'hello', ['hello Ben']);
  await send(ben.page, 'hello Ana');
  await expectMessages(ana.page, 'hello', ['hello Ben', 'hello Ana']);
  ana.expectQuiet();
  ben.expectQuiet();
});
