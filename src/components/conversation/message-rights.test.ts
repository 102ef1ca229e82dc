import { expect, test } from 'vitest';
import { rightsOf } from './message-rights';

const ANA = 'a'.repeat(24);
const BEN = 'b'.repeat(24);
const GROUP = { kind: 'group', role: 'member', blocked: false } as const;
const OWN = { senderId: ANA, deletedAt: null, text: 'hello', attachments: [] };
const OTHER = { ...OWN, senderId: BEN };
const PHOTO = {
  id: '1',
  kind: 'image',
  filename: 'a.png',
  size: 1,
  mimeType: 'image/png',
  url: '',
  expiresAt: '',
} as const;

test('only one’s own messages can be edited and looked into', () => {
  expect(rightsOf(GROUP, OWN, ANA)).toMatchObject({ edit: true, info: true, deleteForEveryone: true });
  expect(rightsOf(GROUP, OTHER, ANA)).toMatchObject({ edit: false, info: false, deleteForEveryone: false });
});

test('who leads a group or room can delete what others wrote', () => {
  expect(rightsOf({ ...GROUP, role: 'admin' }, OTHER, ANA).deleteForEveryone).toBe(true);
  expect(rightsOf({ ...GROUP, kind: 'room', role: 'owner' }, OTHER, ANA).deleteForEveryone).toBe(true);
  expect(rightsOf({ ...GROUP, kind: 'direct', role: 'owner' }, OTHER, ANA).deleteForEveryone).toBe(false);
});

test('in a room only who leads pins, and nobody learns who has read', () => {
  const room = { ...GROUP, kind: 'room' } as const;
  expect(rightsOf(room, OWN, ANA)).toMatchObject({ pin: false, info: false });
  expect(rightsOf({ ...room, role: 'admin' }, OWN, ANA).pin).toBe(true);
});

test('text can be copied and files downloaded, where there are some', () => {
  expect(rightsOf(GROUP, OTHER, ANA)).toMatchObject({ copy: true, download: false });
  expect(rightsOf(GROUP, { ...OTHER, text: '', attachments: [PHOTO] }, ANA)).toMatchObject({
    copy: false,
    download: true,
  });
});

test('nothing can be done with what is deleted', () => {
  expect(
    Object.values(rightsOf(GROUP, { ...OWN, attachments: [PHOTO], deletedAt: '2026-05-10T12:00:00.000Z' }, ANA)),
  ).not.toContain(true);
});

test('with somebody blocked one’s own messages can still be deleted', () => {
  expect(rightsOf({ ...GROUP, kind: 'direct', blocked: true }, OWN, ANA)).toMatchObject({
    react: false,
    reply: false,
    edit: false,
    pin: false,
    deleteForEveryone: true,
  });
});
