import type { KeyboardEvent } from 'react';

/** Which way an arrow key leads along a line: 1 onwards, -1 back, 0 for any other key. In Arabic onwards is to the left. */
export function inlineStep({ key, currentTarget }: Pick<KeyboardEvent<Element>, 'key' | 'currentTarget'>): -1 | 0 | 1 {
  if (key !== 'ArrowRight' && key !== 'ArrowLeft') return 0;
  const isOnwards = (key === 'ArrowRight') === (getComputedStyle(currentTarget).direction !== 'rtl');
  return isOnwards ? 1 : -1;
}
