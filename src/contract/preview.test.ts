import { describe, expect, test } from 'vitest';
import { attachedOf } from './preview';

const VOICE = { kind: 'audio', wave: [0, 100] } as const;
const SONG = { kind: 'audio' } as const;

describe('what the files of a message are', () => {
  test('is nothing without files', () => {
    expect(attachedOf([])).toBeNull();
  });

  test('is their kind where they are of one, and files where they are not', () => {
    expect(attachedOf([{ kind: 'image' }])).toEqual({ kind: 'image', count: 1 });
    expect(attachedOf([SONG, SONG])).toEqual({ kind: 'audio', count: 2 });
    expect(attachedOf([SONG, { kind: 'file' }])).toEqual({ kind: 'file', count: 2 });
    expect(attachedOf([{ kind: 'image' }, { kind: 'image' }, { kind: 'video' }])).toEqual({ kind: 'file', count: 3 });
  });

  test('is a voice message where there is a wave to the sound, and to nothing else', () => {
    expect(attachedOf([VOICE])).toEqual({ kind: 'voice', count: 1 });
    expect(attachedOf([VOICE, VOICE])).toEqual({ kind: 'voice', count: 2 });
    expect(attachedOf([VOICE, SONG])).toEqual({ kind: 'file', count: 2 });
    expect(attachedOf([{ kind: 'video', wave: [1] }])).toEqual({ kind: 'video', count: 1 });
  });
});
