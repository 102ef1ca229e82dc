import type { Page } from 'playwright-core';
import { test } from 'vitest';
import { aProxyTo } from '../support/proxy';
import {
  composer,
  expectMessages,
  expectSent,
  openDirect,
  openFromList,
  screenshot,
  send,
  signUp,
} from './support/browser';
import { aStage } from './support/stage';

const stage = aStage({ worker: true });

const connected = (page: Page, words: RegExp) => page.getByRole('img', { name: words });

test('behind a proxy that blocks sockets two people talk, the page says how, and it returns to the socket', async () => {
  await using proxy = await aProxyTo(stage.site.url, 'refuse');
  const ana = await stage.profile({ url: proxy.url, lineMayBeCut: true });
  const ben = await stage.profile();
  const [, benName] = await Promise.all([signUp(ana.page, 'Ana'), signUp(ben.page, 'Ben')]);
  await openDirect(ana.page, benName);
  await connected(ana.page, /a slower way/).waitFor();
  await send(ana.page, 'word 1');
  await expectSent(ana.page, 'word 1');
  await openFromList(ben.page, 'Ana');
  await send(ben.page, 'word 2');
  await expectMessages(ana.page, 'word', ['word 1', 'word 2']);
  await composer(ben.page).pressSequentially('soon');
  await ana.page.getByText('Ben is typing').first().waitFor();
  await screenshot(ana.page, 'events');

  proxy.upgrades = 'pass';
  await ana.context.setOffline(true);
  await ana.page.getByText('Offline').first().waitFor();
  await ana.context.setOffline(false);
  await connected(ana.page, /^Connected(, \d+ ms)?$/).waitFor();
  await send(ana.page, 'word 3');
  await expectMessages(ben.page, 'word', ['word 1', 'word 2', 'word 3']);
  await expectMessages(ana.page, 'word', ['word 1', 'word 2', 'word 3']);
  ana.expectQuiet();
  ben.expectQuiet();
});
