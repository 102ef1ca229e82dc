import { describe, expect, it } from 'vitest';
import { neighbourOf } from './neighbours';

const one = (id: string, unread = 0, markedUnread = false) => ({ id, unread, markedUnread });
const LIST = [one('a'), one('b', 3), one('c'), one('d', 0, true)];

describe('the next conversation', () => {
  it('is the one beside the present one, up to the ends of the list', () => {
    expect(neighbourOf(LIST, 'b', 1)?.id).toBe('c');
    expect(neighbourOf(LIST, 'b', -1)?.id).toBe('a');
    expect(neighbourOf(LIST, 'a', -1)).toBeNull();
    expect(neighbourOf(LIST, 'd', 1)).toBeNull();
  });

  it('is the near end of the list where none is open', () => {
    expect(neighbourOf(LIST, null, 1)?.id).toBe('a');
    expect(neighbourOf(LIST, 'not listed', -1)?.id).toBe('d');
    expect(neighbourOf([], null, 1)).toBeNull();
  });

  it('waits to be read, if that is asked for', () => {
    expect(neighbourOf(LIST, 'b', 1, { unread: true })?.id).toBe('d');
    expect(neighbourOf(LIST, 'd', -1, { unread: true })?.id).toBe('b');
    expect(neighbourOf(LIST, 'b', -1, { unread: true })).toBeNull();
  });
});
