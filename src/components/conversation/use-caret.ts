import { type RefObject, useLayoutEffect, useRef } from 'react';

/** Puts the caret where it belongs after the text was changed by something else than typing. */
export function useCaret(input: RefObject<HTMLTextAreaElement | null>) {
  const wanted = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    input.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = null;
  });
  return {
    put(at: number) {
      wanted.current = at;
    },
  };
}
