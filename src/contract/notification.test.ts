import { describe, expect, test } from 'vitest';
import { MUTED_FOR_GOOD } from './conversation';
import {
  isWithin,
  NO_NOTIFICATION_SETTINGS,
  type NotificationSettings,
  type NotifiedMessage,
  type NotifiedPlace,
  ruleFor,
} from './notification';
import { setNotifications } from './notification-input';

const NOW = Date.parse('2026-03-02T12:00:00.000Z');
const ME = 'a'.repeat(24);
const ANA = 'b'.repeat(24);

const plain: NotifiedMessage = { senderId: ANA, mentions: [], deletedAt: null, answersId: null };
const mention = { ...plain, mentions: [ME] };
const answer = { ...plain, answersId: ME };

function because(
  message: NotifiedMessage,
  place: Partial<NotifiedPlace> = {},
  set: Partial<NotificationSettings> = {},
) {
  const { notifies, because } = ruleFor(
    message,
    { kind: 'group', mutedUntil: null, notify: null, ...place },
    { userId: ME, settings: { ...NO_NOTIFICATION_SETTINGS, ...set }, now: NOW },
  );
  return `${notifies ? 'yes' : 'no'}: ${because}`;
}

describe('whether a message notifies a person', () => {
  test('direct and group conversations do, rooms only where they mention or answer them', () => {
    expect(because(plain, { kind: 'direct' })).toBe('yes: direct');
    expect(because(plain)).toBe('yes: all');
    expect(because(plain, { kind: 'room' })).toBe('no: mentionsOnly');
    expect(because(mention, { kind: 'room' })).toBe('yes: mentioned');
    expect(because(answer, { kind: 'room' })).toBe('yes: answered');
    expect(because({ ...plain, answersId: ANA }, { kind: 'room' })).toBe('no: mentionsOnly');
  });

  test('their own messages and deleted ones never do', () => {
    expect(because({ ...mention, senderId: ME }, { kind: 'direct' })).toBe('no: own');
    expect(because({ ...plain, deletedAt: '2026-03-02T11:59:00.000Z' })).toBe('no: deleted');
  });

  test('a chosen level holds instead of the usual one', () => {
    expect(because(plain, { kind: 'room', notify: 'all' })).toBe('yes: all');
    expect(because(plain, { kind: 'direct', notify: 'mentions' })).toBe('no: mentionsOnly');
    expect(because(answer, { kind: 'direct', notify: 'mentions' })).toBe('yes: answered');
    expect(because(mention, { notify: 'none' }, { mentionsPierceMute: true })).toBe('no: none');
  });

  test('a muted conversation does not while it is muted, but for mentions and answers where they are to', () => {
    const muted = { mutedUntil: MUTED_FOR_GOOD };
    expect(because(mention, muted)).toBe('no: muted');
    expect(because(plain, muted, { mentionsPierceMute: true })).toBe('no: muted');
    expect(because(mention, muted, { mentionsPierceMute: true })).toBe('yes: mentioned');
    expect(because(plain, { mutedUntil: '2026-03-02T11:59:59.999Z' })).toBe('yes: all');
  });

  test('nothing does while the person is not to be disturbed', () => {
    expect(because(mention, { kind: 'direct' }, { quietUntil: '2026-03-02T12:00:00.001Z' })).toBe('no: quietUntil');
    expect(because(plain, {}, { quietUntil: '2026-03-02T12:00:00.000Z' })).toBe('yes: all');
    const quietTime = { from: '11:30', to: '12:30', timeZone: 'UTC' };
    expect(because(mention, {}, { quietTime, mentionsPierceMute: true })).toBe('no: quietTime');
  });
});

describe('a daily quiet time', () => {
  const at = (utc: string) => Date.parse(`2026-03-02T${utc}:00.000Z`);

  test('includes its first minute and not its last', () => {
    const lunch = { from: '12:00', to: '13:00', timeZone: 'UTC' };
    expect(['11:59', '12:00', '12:59', '13:00'].map((time) => isWithin(lunch, at(time)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  test('may pass midnight, on the clock of its time zone', () => {
    const night = { from: '22:00', to: '07:00', timeZone: 'Asia/Kolkata' };
    // 16:29 in London is 21:59 in Mumbai.
    expect(['16:29', '16:30', '18:30', '01:29', '01:30'].map((time) => isWithin(night, at(time)))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
  });

  test('needs two different times and a time zone that there is', () => {
    const night = { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' };
    expect(setNotifications.safeParse({ quietTime: night }).success).toBe(true);
    for (const wrong of [{ timeZone: 'Mars/Base' }, { from: '24:00' }, { to: '22:00' }, { to: '7:00' }]) {
      expect(setNotifications.safeParse({ quietTime: { ...night, ...wrong } }).success).toBe(false);
    }
  });
});
