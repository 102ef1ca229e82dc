/** A key with its modifiers before it, as `Mod k` or `Shift Alt ArrowUp`: `Mod` is Command on a Mac and Control elsewhere. */
export type Keys = string;

export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The names of a table of keys. */
export type KeyTable<Name extends string = string> = Readonly<Record<Name, readonly Keys[]>>;

export function isMac(): boolean {
  return /mac|iphone|ipad/i.test(navigator.platform);
}

/** What the table has for these keys; null if it has nothing. */
export function nameOfKeys<Name extends string>(table: KeyTable<Name>, press: KeyPress, mac = isMac()): Name | null {
  for (const name in table) if (table[name].some((keys) => arePressed(keys, press, mac))) return name;
  return null;
}

function arePressed(keys: Keys, press: KeyPress, mac: boolean): boolean {
  const modifiers = keys.split(' ');
  const key = modifiers.pop()!;
  const mod = modifiers.includes('Mod');
  return (
    isKey(key, press) &&
    press.ctrlKey === (mod && !mac) &&
    press.metaKey === (mod && mac) &&
    press.altKey === modifiers.includes('Alt') &&
    // Some keyboards have a sign only together with Shift, and others without.
    (isSign(key) || press.shiftKey === modifiers.includes('Shift'))
  );
}

/** Where the keyboard writes no Latin letters, the key at the place of the letter is meant. */
function isKey(key: string, { key: pressed, code }: KeyPress): boolean {
  if (pressed.toLowerCase() === key.toLowerCase()) return true;
  return /^[a-z]$/.test(key) && pressed > '\x7f' && code === `Key${key.toUpperCase()}`;
}

const isSign = (key: string) => key.length === 1 && !/[a-z]/.test(key);
