import { describe, expect, it } from 'vitest';
import { TEXTS } from '../all';
import { problemsBetween } from './languages';
import { literalsIn } from './literals';
import { unusedIn } from './unused';

const EN = { room: { members: '{count, plural, one {# member} other {# members}}', by: 'by <b>{name}</b>' } };
const AR_MEMBERS = '{count, plural, zero {#} one {#} two {#} few {#} many {#} other {#}}';
const AR = { room: { members: AR_MEMBERS, by: '<b>{name}</b>' } };

describe('the catalogue', () => {
  it('is whole', () => {
    expect(problemsBetween(TEXTS)).toEqual([]);
  });

  it('is not whole without a text, with an unknown one, or with one that is no message', () => {
    expect(problemsBetween({ en: EN, ar: AR })).toEqual([]);
    expect(problemsBetween({ en: EN, ar: { room: { members: AR_MEMBERS } } })).toEqual(['ar.room.by is missing']);
    expect(problemsBetween({ en: EN, ar: { ...AR, old: { one: 'x' } } })).toEqual(['ar.old.one is unknown']);
    expect(problemsBetween({ en: { room: { by: '{name' } } })).toEqual([expect.stringContaining('is no ICU message')]);
  });

  it('says the same values, tags and choices in each language', () => {
    const said = (by: string) => problemsBetween({ en: EN, ar: { room: { ...AR.room, by } } });
    expect(said('<b>{who}</b>')).toEqual(['ar.room.by says “<b>, who”, not “<b>, name”']);
    expect(said('{name}')).toEqual(['ar.room.by says “name”, not “<b>, name”']);
    const choice = (last: string) => ({ a: { b: `{who, select, me {I} ${last} {they}}` } });
    expect(problemsBetween({ en: choice('other'), de: choice('other') })).toEqual([]);
    expect(problemsBetween({ en: choice('you {you} other'), de: choice('other') })).toHaveLength(1);
  });

  it('knows all plurals of each language', () => {
    const members = '{count, plural, one {#} other {#}}';
    expect(problemsBetween({ en: EN, ar: { room: { ...AR.room, members } } })).toEqual(
      ['few', 'many', 'two', 'zero'].map((form) => expect.stringContaining(`lacks the plural “${form}”`)),
    );
  });

  it('holds no text that nobody says', () => {
    expect(unusedIn(EN, ["t('members')", 't.rich("by")'])).toEqual([]);
    expect(unusedIn(EN, ["t('members')"])).toEqual(['en.room.by is not used']);
  });
});

describe('words in a component', () => {
  const found = (jsx: string) => literalsIn('a.tsx', `export const A = () => ${jsx};`);

  it.each([
    '<p>Hello</p>',
    '<p>Hello, {name}</p>',
    '<p>{busy ? "Save" : t("send")}</p>',
    "<p>{name || 'Somebody'}</p>",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what is looked through.
    '<p>{`Hello ${name}`}</p>',
    '<input placeholder="Find" />',
    '<input aria-label={mine ? "Mine" : t("theirs")} />',
    '<ul>{all.map((one) => <li title="One">{one}</li>)}</ul>',
  ])('are found: %s', (jsx) => {
    expect(found(jsx)).toHaveLength(1);
  });

  it.each([
    '<p className="grid">{t("hello")}</p>',
    '<p>{count} · {total}</p>',
    '<input placeholder="https://example.org/hook" />',
    '<a href="/rooms" data-kind="link" key="a">#{slug}</a>',
    '<p className={open ? "block" : "hidden"}>{kind === "room" ? t("room") : t("group")}</p>',
    '<p>{t.rich("by", { b: (words) => <b className="x">{words}</b> })}</p>',
  ])('are not what is no words: %s', (jsx) => {
    expect(found(jsx)).toEqual([]);
  });
});
