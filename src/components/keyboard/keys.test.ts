import { describe, expect, it } from 'vitest';
import { type KeyPress, nameOfKeys } from './keys';
import { SHORTCUTS } from './shortcuts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

const { anywhere, messages } = SHORTCUTS;

describe('keys', () => {
  it('are Command on a Mac and Control elsewhere', () => {
    expect(nameOfKeys(anywhere, press('k', { ctrlKey: true }), false)).toBe('switcher');
    expect(nameOfKeys(anywhere, press('k', { metaKey: true }), true)).toBe('switcher');
    expect(nameOfKeys(anywhere, press('k', { ctrlKey: true }), true)).toBeNull();
    expect(nameOfKeys(anywhere, press('k', { metaKey: true }), false)).toBeNull();
  });

  it('are the same with Caps Lock, and other keys with Shift', () => {
    expect(nameOfKeys(messages, press('R'), false)).toBe('reply');
    expect(nameOfKeys(messages, press('R', { shiftKey: true }), false)).toBeNull();
    expect(nameOfKeys(anywhere, press('ArrowUp', { altKey: true, shiftKey: true }), false)).toBe('previousUnread');
  });

  it('are found by their place where no Latin letters are written', () => {
    expect(nameOfKeys(anywhere, press('ن', { code: 'KeyK', ctrlKey: true }), false)).toBe('switcher');
    expect(nameOfKeys(messages, press('к', { code: 'KeyR' }), false)).toBe('reply');
    // On a Dvorak keyboard this key writes a t.
    expect(nameOfKeys(anywhere, press('t', { code: 'KeyK', ctrlKey: true }), false)).toBeNull();
  });

  it('of a sign do not ask how the keyboard writes it', () => {
    expect(nameOfKeys(anywhere, press('/', { ctrlKey: true, shiftKey: true, code: 'Digit7' }), false)).toBe(
      'shortcuts',
    );
    expect(nameOfKeys(messages, press('+', { shiftKey: true }), false)).toBe('react');
    expect(nameOfKeys(messages, press('+'), false)).toBe('react');
  });

  it('mean one thing in one place', () => {
    for (const table of Object.values(SHORTCUTS)) {
      const all = Object.values(table).flat();
      expect(new Set(all).size).toBe(all.length);
    }
  });

  it('of a single character act on messages only', () => {
    for (const keys of [...Object.values(anywhere), ...Object.values(SHORTCUTS.writing)].flat()) {
      expect(keys.length).toBeGreaterThan(1);
    }
  });
});
