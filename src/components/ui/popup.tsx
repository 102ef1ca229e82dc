import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';

/** Where something was pressed, in pixels of the window. */
export interface Anchor {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels left free between a popup and the edge of the window. */
const EDGE = 8;
/** Pixels between a popup and what it belongs to. */
const GAP = 4;

interface PopupProps {
  readonly anchor: Anchor;
  readonly onClose: () => void;
  readonly className?: string;
  readonly children: ReactNode;
}

/**
 * Stands beside what it belongs to, below it if there is room, and within the window. Escape and a press elsewhere ask to
 * close. The focus returns to where it was, or to the message that held it.
 */
export function Popup({ anchor, onClose, className = '', children }: PopupProps) {
  const box = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const place = () => {
      const element = box.current!;
      const { offsetWidth: width, offsetHeight: height } = element;
      const below = anchor.y + anchor.height + GAP;
      const above = anchor.y - GAP - height;
      const top = below + height + EDGE <= window.innerHeight ? below : above;
      const start = document.documentElement.dir === 'rtl' ? anchor.x + anchor.width - width : anchor.x;
      element.style.top = `${within(top, height, window.innerHeight)}px`;
      element.style.left = `${within(start, width, window.innerWidth)}px`;
    };
    place();
    const observer = new ResizeObserver(place);
    observer.observe(box.current!);
    window.addEventListener('resize', place);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', place);
    };
  }, [anchor]);

  useLayoutEffect(() => {
    const before = document.activeElement;
    const message = before?.closest<HTMLElement>('article');
    const own = box.current!;
    return () => {
      const { activeElement } = document;
      if (activeElement !== document.body && !own.contains(activeElement)) return;
      const to = before?.isConnected ? before : message;
      if (to instanceof HTMLElement) to.focus({ preventScroll: true });
    };
  }, []);

  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    const onPress = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) close.current();
    };
    document.addEventListener('pointerdown', onPress, true);
    return () => document.removeEventListener('pointerdown', onPress, true);
  }, []);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
  }

  return createPortal(
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is heard from whatever inside has the focus.
    <div
      ref={box}
      onKeyDown={onKeyDown}
      className={`scroll-region fixed z-50 max-h-[calc(100dvh-1rem)] animate-appear rounded-xl border border-line bg-raised text-ink shadow-xl ${className}`}
    >
      {children}
    </div>,
    document.body,
  );
}

const within = (at: number, size: number, limit: number) => Math.max(EDGE, Math.min(at, limit - size - EDGE));
