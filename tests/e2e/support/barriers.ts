import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What keeps people from using the page as it stands, in a line each. */
export async function barriersOn(page: Page, place: string): Promise<string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(AXE);
  const violations = await page.evaluate(async (values) => {
    const { axe } = window as unknown as {
      axe: { run(root: Document, options: object): Promise<Pick<AxeResults, 'violations'>> };
    };
    const options = {
      runOnly: { type: 'tag', values },
      resultTypes: ['violations'],
      // A menu belongs to what opened it, wherever it stands in the document.
      rules: { region: { enabled: document.querySelector('[role=menu]') === null } },
    };
    return (await axe.run(document, options)).violations.flatMap(({ id, nodes }) =>
      nodes.map(
        ({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} — ${failureSummary?.split('\n')[1]?.trim()}`,
      ),
    );
  }, STANDARDS);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (wide > 0) violations.push(`reflow: ${wide} pixels stand out of the page`);
  return violations.map((violation) => `${place}: ${violation}`);
}

interface Heard {
  readonly role: string;
  readonly name: string;
}

/** The page as a screen reader has it: roles and names, in their order. */
export async function heardOn(page: Page): Promise<Heard[]> {
  const devtools = await page.context().newCDPSession(page);
  const { nodes } = await devtools.send('Accessibility.getFullAXTree');
  await devtools.detach();
  return nodes
    .filter(({ ignored }) => !ignored)
    .map(({ role, name }) => ({ role: String(role?.value ?? ''), name: String(name?.value ?? '') }));
}
