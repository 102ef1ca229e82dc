import { type RefObject, useEffect, useRef } from 'react';
import { useEngine } from '~/components/app/engine-context';
import type { Id } from '~/contract/primitives';

interface SeenOptions {
  readonly conversationId: Id;
  readonly scroller: RefObject<HTMLElement | null>;
  /** The number that is reached with the very end in view; null while the end of the list is elsewhere. */
  readonly end: number | null;
  readonly paused: boolean;
}

/** Fractions of a pixel a line may hang over the edge. */
const SLACK_PX = 2;

/** Tells the engine how far the person has come: to the last line that is wholly on the screen while the window has the focus. */
export function useSeen({ conversationId, scroller, end, paused }: SeenOptions): void {
  const engine = useEngine();
  const told = useRef(0);
  const frame = useRef(0);

  useEffect(() => {
    const box = scroller.current;
    if (paused || !box) return;
    const look = () => {
      frame.current = 0;
      if (document.visibilityState !== 'visible' || !document.hasFocus()) return;
      const seq = lastOnScreen(box, end);
      if (seq <= told.current) return;
      told.current = seq;
      engine.seen(conversationId, seq);
    };
    // Not before the frame is painted: what was never painted was never seen.
    const soon = () => (frame.current ||= requestAnimationFrame(look));
    soon();
    const listening = new AbortController();
    const { signal } = listening;
    box.addEventListener('scroll', soon, { signal, passive: true });
    window.addEventListener('focus', soon, { signal });
    document.addEventListener('visibilitychange', soon, { signal });
    return () => {
      listening.abort();
      cancelAnimationFrame(frame.current);
      frame.current = 0;
    };
  });
}

function lastOnScreen(box: HTMLElement, end: number | null): number {
  const { bottom } = box.getBoundingClientRect();
  if (end !== null && box.scrollHeight - box.scrollTop - box.clientHeight <= SLACK_PX) return end;
  const lines = box.querySelectorAll<HTMLElement>('[data-seq]');
  for (let index = lines.length - 1; index >= 0; index--) {
    const line = lines[index]!;
    if (line.getBoundingClientRect().bottom <= bottom + SLACK_PX) return Number(line.dataset.seq);
  }
  return 0;
}
