import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { type ChunkRange, chunkOf, chunksBetween, clampRange, heightBetween, settleRange } from './chunks';

/** Closer to the end than this (in pixels) counts as at the end; fractions of a pixel always remain. */
const END_PX = 8;
/** Lines are kept in the document this many viewports beyond what is seen. */
const MARGIN_VIEWPORTS = 1.5;
/** Chunks at the end to begin with, before anything is measured. */
const FIRST_CHUNKS = 4;

interface ScrollWindowOptions {
  /** Every chunk there is. */
  readonly all: ChunkRange;
  /** Nothing comes after the last chunk: who is at the end stays there. */
  readonly live: boolean;
  /** The beginning, or the end, of what is held is close; called again and again while it is. */
  readonly onNearStart: () => void;
  readonly onNearEnd: () => void;
}

/** `upper`: with most of the window left for what follows. `centre`: in the middle, and marked for a moment. */
export type Reveal = 'upper' | 'centre';

/** The part of the window above a line that is revealed. */
const ABOVE: Record<Reveal, number> = { upper: 0.2, centre: 0.4 };

interface ScrollWindow {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  readonly list: RefObject<HTMLDivElement | null>;
  /** The chunks to render, and the pixels to leave free for those before and after. */
  readonly range: ChunkRange;
  readonly above: number;
  readonly below: number;
  /** At the end, and staying there whatever is added. */
  readonly pinned: boolean;
  readonly toEnd: () => void;
  /** Brings the line with that `data-seq` into view, or the next one after it; once the list has it. */
  readonly reveal: (seq: number, how: Reveal) => void;
  readonly onScroll: () => void;
}

/** What must not move on the screen: a line, and where it was, in pixels from the top of the content. */
interface Anchor {
  readonly element: Element;
  readonly top: number;
}

/**
 * Keeps a bounded part of a long list in the document, and what a person looks at where it is.
 * Whatever changes above, below or within — older pages, new lines, pictures that load — either the end stays in view
 * (`pinned`) or the first visible line stays at its place. Inside `list`, chunks carry `data-chunk` and lines `data-row`,
 * with `data-seq` if they have a number.
 */
export function useScrollWindow({ all, live, onNearStart, onNearEnd }: ScrollWindowOptions): ScrollWindow {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const heights = useRef(new Map<number, number>());
  const anchor = useRef<Anchor | null>(null);
  const target = useRef<{ readonly seq: number; readonly how: Reveal } | null>(null);
  const lastTop = useRef(0);
  const [stays, setStays] = useState(true);
  const [wanted, setWanted] = useState<ChunkRange | 'end'>('end');

  const pinned = stays && live;
  const clamped = clampRange(wanted === 'end' ? endOf(all) : wanted, all);
  const range = pinned ? { first: clamped.first, last: all.last } : clamped;

  function topOf(element: Element): number {
    const box = scroller.current!;
    return element.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
  }

  function atEnd(): boolean {
    const box = scroller.current!;
    return box.scrollHeight - box.scrollTop - box.clientHeight <= END_PX;
  }

  function findAnchor(): Anchor | null {
    const edge = scroller.current!.getBoundingClientRect().top;
    for (const element of list.current?.querySelectorAll('[data-row]') ?? []) {
      if (element.getBoundingClientRect().bottom > edge) return { element, top: topOf(element) };
    }
    return null;
  }

  /** After the document changed, before it is painted: puts things back where they were, then looks what is needed next. */
  function settle() {
    const box = scroller.current;
    if (!box || !list.current) return;
    for (const element of list.current.querySelectorAll<HTMLElement>('[data-chunk]')) {
      heights.current.set(Number(element.dataset.chunk), element.getBoundingClientRect().height);
    }
    if (target.current) return showTarget(target.current.seq, target.current.how);
    // A hand on the wheel is faster than its event: whoever has begun to scroll up is not pulled down.
    const leaving = box.scrollTop < lastTop.current - 1 && !atEnd();
    if (pinned && !leaving) box.scrollTop = box.scrollHeight;
    else keepPlace();
    look();
  }

  function keepPlace() {
    if (!anchor.current?.element.isConnected) return;
    const moved = topOf(anchor.current.element) - anchor.current.top;
    if (Math.abs(moved) >= 0.5) scroller.current!.scrollTop += moved;
  }

  /** What changed in the same frame is not heard of before: a new place must not be taken for the one to keep. */
  function scrolled() {
    if (!pinned && !target.current) keepPlace();
    look();
  }

  function showTarget(seq: number, how: Reveal) {
    const chunk = Math.max(all.first, Math.min(chunkOf(seq), all.last));
    // On its way into the document; nothing else moves until it is there.
    if (chunk < range.first || chunk > range.last) return;
    const box = scroller.current!;
    const lines = [...list.current!.querySelectorAll<HTMLElement>('[data-seq]')];
    const line = lines.find((one) => Number(one.dataset.seq) >= seq);
    target.current = null;
    if (line) {
      box.scrollTop +=
        line.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight * ABOVE[how];
      if (how === 'centre') mark(line.closest<HTMLElement>('article') ?? line);
    }
    look();
  }

  function look() {
    if (target.current) return;
    const box = scroller.current!;
    // Who was at the end and did not scroll up is there still: it moved away, and is followed when that is heard of.
    const atTheEnd = atEnd() || (pinned && box.scrollTop >= lastTop.current);
    lastTop.current = box.scrollTop;
    anchor.current = findAnchor();
    const nowPinned = live && atTheEnd && range.last === all.last;
    if (nowPinned !== stays) setStays(nowPinned);
    const margin = box.clientHeight * MARGIN_VIEWPORTS;
    const top = box.scrollTop - (list.current ? topOf(list.current) : 0);
    const next = settleRange(range, chunksBetween(heights.current, all, top - margin, top + box.clientHeight + margin));
    if (next.first !== range.first || next.last !== range.last) setWanted(next);
    if (top < box.clientHeight + margin) onNearStart();
    if (box.scrollHeight - box.scrollTop - box.clientHeight < margin) onNearEnd();
  }

  useLayoutEffect(settle);

  const latest = useRef(settle);
  useLayoutEffect(() => {
    latest.current = settle;
  });
  useEffect(() => {
    const observer = new ResizeObserver(() => latest.current());
    observer.observe(scroller.current!);
    observer.observe(content.current!);
    return () => observer.disconnect();
  }, []);

  return {
    scroller,
    content,
    list,
    range,
    above: heightBetween(heights.current, all.first, range.first),
    below: heightBetween(heights.current, range.last + 1, all.last + 1),
    pinned,
    toEnd() {
      lastTop.current = 0;
      anchor.current = null;
      target.current = null;
      setWanted('end');
      setStays(true);
    },
    reveal(seq, how) {
      target.current = { seq, how };
      // A new object: even where the chunks are there already, the list settles again.
      setWanted({ first: chunkOf(seq) - 1, last: chunkOf(seq) + 1 });
      setStays(false);
    },
    onScroll: scrolled,
  };
}

function endOf({ last }: ChunkRange): ChunkRange {
  return { first: last - FIRST_CHUNKS + 1, last };
}

/** Shows for a moment which line was meant, and takes the keyboard there. */
function mark(line: HTMLElement) {
  line.animate([{ backgroundColor: 'var(--color-accent-soft)' }, { backgroundColor: 'transparent' }], MARKED_MS);
  line.focus({ preventScroll: true });
}

/** Long enough to be found by eyes that follow a jump. */
const MARKED_MS = 1_800;
