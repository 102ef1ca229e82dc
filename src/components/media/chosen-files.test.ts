import { expect, test } from 'vitest';
import { formatsIn } from '~/components/app/formats';
import { ATTACHMENTS_MAX, FILENAME_MAX } from '~/contract/limits';
import { sayIn } from '~/i18n/testing';
import { ACCEPT } from './accept';
import { chooseFrom, nameFor, refusalWords } from './chosen-files';

const maxBytes = 20 * 1024 * 1024;
const SPEECH = { t: sayIn('media'), formats: formatsIn('en') };
const ALLOWED = { held: 0, maxBytes };

function aFile(name: string, { type = '', size = 3 } = {}): File {
  const file = new File(['abc'], name, { type });
  return Object.defineProperty(file, 'size', { value: size });
}

test('files that can be sent are chosen, with the type they are sent as', () => {
  const { chosen, refused } = chooseFrom([aFile('cat.JPG', { type: 'image/jpeg' }), aFile('notes.md')], ALLOWED);
  expect(chosen.map(({ filename, type }) => [filename, type.mimeType, type.kind])).toEqual([
    ['cat.JPG', 'image/jpeg', 'image'],
    ['notes.md', 'text/plain', 'file'],
  ]);
  expect(refused).toEqual([]);
});

test('what is not allowed, too large, empty or too many is refused, each for its own reason', () => {
  const { chosen, refused } = chooseFrom(
    [
      aFile('run.exe', { type: 'application/x-msdownload' }),
      aFile('logo.svg', { type: 'image/svg+xml' }),
      aFile('film.mp4', { type: 'video/mp4', size: maxBytes + 1 }),
      aFile('nothing.txt', { type: 'text/plain', size: 0 }),
      aFile('a.png', { type: 'image/png', size: maxBytes }),
      aFile('b.png', { type: 'image/png' }),
    ],
    { held: ATTACHMENTS_MAX - 1, maxBytes },
  );
  expect(chosen.map(({ filename }) => filename)).toEqual(['a.png']);
  expect(refused.map(({ filename, why }) => [filename, why])).toEqual([
    ['run.exe', 'type'],
    ['logo.svg', 'type'],
    ['film.mp4', 'large'],
    ['nothing.txt', 'empty'],
    ['b.png', 'many'],
  ]);
});

test('a name that says something else than the type is refused', () => {
  expect(chooseFrom([aFile('cat.png', { type: 'text/html' })], ALLOWED).chosen).toEqual([]);
});

test('a name is made one that the server takes', () => {
  expect(nameFor({ name: '../etc/pass\u202egpj.exe', type: '' })).toBe('.._etc_pass_gpj.exe');
  expect(nameFor({ name: '', type: 'image/png' })).toBe('file.png');
  expect(nameFor({ name: '..', type: 'image/png' })).toBe('file.png');
  expect(nameFor({ name: 'photo', type: 'image/jpeg' })).toBe('photo.jpg');
  expect(nameFor({ name: 'voice.weba', type: 'audio/webm;codecs=opus' })).toBe('voice.weba');
});

test('a name that is too long keeps its ending and no half character', () => {
  const name = nameFor({ name: `${'😀'.repeat(FILENAME_MAX)}.pdf`, type: 'application/pdf' });
  expect(name.length).toBeLessThanOrEqual(FILENAME_MAX);
  expect(name).toMatch(/^😀+\.pdf$/u);
});

test('a person reads why files were not taken', () => {
  expect(refusalWords([{ filename: 'a.exe', why: 'type' }], maxBytes, SPEECH)).toContain('“a.exe” cannot be sent');
  const many = ['a', 'b', 'c', 'd', 'e'].map((filename) => ({ filename, why: 'large' as const }));
  expect(refusalWords(many, maxBytes, SPEECH)).toMatch(/^“a”, “b”, “c”,? and 2 more are larger than 20 MB\.$/);
  expect(
    refusalWords(
      [
        { filename: 'x', why: 'empty' },
        { filename: 'y', why: 'many' },
      ],
      maxBytes,
      SPEECH,
    ),
  ).toBe('“x” is empty. A message takes 10 files; “y” was left out.');
});

test('the file chooser offers what may be sent', () => {
  expect(ACCEPT.split(',')).toEqual(expect.arrayContaining(['image/jpeg', '.jpeg', 'application/pdf', '.zip']));
  expect(ACCEPT).not.toMatch(/svg|html/);
});
