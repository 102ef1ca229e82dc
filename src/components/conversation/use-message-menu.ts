import { type MouseEvent, type PointerEvent, useRef } from 'react';
import type { MessageEntry } from '~/contract/entry';
import { useMessageActions } from './message-actions';

/** Milliseconds a finger rests before its message's menu opens. */
const LONG_PRESS_MS = 450;
/** Pixels a resting finger may wander. */
const WANDER_PX = 10;

/** Opens a message's menu at a right-click or where a finger rests. A link, and text that is selected, keep the browser's own menu. */
export function useMessageMenu(message: MessageEntry | null) {
  const actions = useMessageActions();
  const press = useRef<{ timer: number; x: number; y: number } | null>(null);
  const opened = useRef(false);
  if (!message) return {};

  const openAt = (x: number, y: number) =>
    actions.open({ kind: 'menu', message, anchor: { x, y, width: 0, height: 0 } });

  function lift() {
    clearTimeout(press.current?.timer);
    press.current = null;
  }

  return {
    onContextMenu(event: MouseEvent) {
      const byTouch = 'pointerType' in event.nativeEvent && event.nativeEvent.pointerType === 'touch';
      if (!byTouch && ((event.target as Element).closest('a') || isSelected(event.currentTarget))) return;
      event.preventDefault();
      lift();
      opened.current = byTouch;
      openAt(event.clientX, event.clientY);
    },
    onPointerDown(event: PointerEvent) {
      opened.current = false;
      if (event.pointerType !== 'touch') return;
      const { clientX: x, clientY: y } = event;
      lift();
      const timer = window.setTimeout(() => {
        press.current = null;
        opened.current = true;
        openAt(x, y);
      }, LONG_PRESS_MS);
      press.current = { timer, x, y };
    },
    onPointerMove(event: PointerEvent) {
      if (!press.current) return;
      if (Math.hypot(event.clientX - press.current.x, event.clientY - press.current.y) > WANDER_PX) lift();
    },
    onPointerUp: lift,
    onPointerCancel: lift,
    /** The end of a long press is no press on what lies below the finger. */
    onClickCapture(event: MouseEvent) {
      if (!opened.current) return;
      opened.current = false;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}

function isSelected(element: Element): boolean {
  const selection = window.getSelection();
  return selection !== null && !selection.isCollapsed && selection.containsNode(element, true);
}
