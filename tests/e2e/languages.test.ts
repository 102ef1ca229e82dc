import { expect, test } from 'vitest';
import { aPair, chooseFromAccount, composer, screenshot, signUp } from './support/browser';
import { aStage } from './support/stage';

const stage = aStage();

const rootOf = (attribute: 'lang' | 'dir') => `document.documentElement.${attribute}`;

test('the language is chosen at once, runs from its own side, and loses nothing that was written', async () => {
  const { ana, ben } = await aPair(await stage.profile(), await stage.profile({ phone: true }), 'his list');
  await composer(ana.page).fill('a draft that stays');
  await chooseFromAccount(ana.page, 'Language');
  await ana.page.getByRole('combobox', { name: 'Language' }).selectOption('ar');
  await ana.page.getByRole('button', { name: 'تم' }).click();
  await ana.page.getByRole('button', { name: 'محادثة جديدة' }).waitFor();
  expect(await ana.page.evaluate(rootOf('dir'))).toBe('rtl');
  expect(await ana.page.evaluate(rootOf('lang'))).toBe('ar');
  const field = ana.page.getByRole('textbox', { name: 'رسالة' });
  expect(await field.inputValue()).toBe('a draft that stays');
  await field.press('Enter');
  await ana.page
    .getByRole('article')
    .filter({ hasText: 'a draft that stays' })
    .getByRole('img', { name: 'وصلت' })
    .waitFor();
  await screenshot(ana.page, 'arabic');

  await ana.page.reload();
  await field.waitFor();
  expect(await ana.page.evaluate(rootOf('dir'))).toBe('rtl');
  await ben.page.getByText('a draft that stays').waitFor();
  ana.expectQuiet();
});

test('whoever is not signed in is spoken to in the language of the browser', async () => {
  const context = await stage.browser.newContext({ baseURL: stage.site.url, locale: 'de-AT' });
  const page = await context.newPage();
  await page.goto('/sign-up');
  await page.getByRole('heading', { name: 'Konto erstellen' }).waitFor();
  expect(await page.title()).toBe('Konto erstellen · Confab');
  await page.getByLabel('Benutzername').fill('a b');
  await page.getByRole('button', { name: 'Konto erstellen' }).click();
  await page.getByText('Muss mindestens 8 Zeichen lang sein.').waitFor();
  await page.getByLabel('Sprache').selectOption('es');
  await page.getByText('Debe tener al menos 8 caracteres.').waitFor();
  await page.getByLabel('Idioma').selectOption('en');
  await signUp(page, 'Cleo');
});
