import { Fragment } from 'react';
import { useTranslations } from 'use-intl/react';
import { isMac, type Keys } from './keys';

const MAC: Readonly<Record<string, string>> = { Mod: '⌘', Alt: '⌥', Shift: '⇧' };

const ARROWS: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓' };

/** Those that every language calls in its own way. */
const NAMES = {
  Mod: 'keyMod',
  Alt: 'keyAlt',
  Shift: 'keyShift',
  Enter: 'keyEnter',
  Escape: 'keyEscape',
  Delete: 'keyDelete',
  Backspace: 'keyBackspace',
  Home: 'keyHome',
  End: 'keyEnd',
  PageUp: 'keyPageUp',
  PageDown: 'keyPageDown',
} as const;

/** Keys as they are printed on this keyboard. */
export function KeyNames({ keys }: { readonly keys: Keys }) {
  const t = useTranslations('keyboard');
  const mac = isMac();
  const parts = keys.split(' ');

  function nameOf(key: string): string {
    const sign = (mac && MAC[key]) || ARROWS[key];
    if (sign) return sign;
    return isNamed(key) ? t(NAMES[key]) : key.toUpperCase();
  }

  return (
    <span dir="ltr" className="inline-flex items-center gap-1">
      {parts.map((key, index) => (
        <Fragment key={key}>
          {index > 0 && !mac && <span aria-hidden>+</span>}
          <kbd className="grid min-h-6 min-w-6 place-items-center rounded-md border border-edge bg-panel px-1.5 font-sans text-xs">
            {nameOf(key)}
          </kbd>
        </Fragment>
      ))}
    </span>
  );
}

const isNamed = (key: string): key is keyof typeof NAMES => Object.hasOwn(NAMES, key);
