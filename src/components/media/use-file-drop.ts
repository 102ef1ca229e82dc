import { type RefObject, useEffect, useState } from 'react';

/** A drag that says nothing for this many milliseconds has left: some browsers do not tell when it does. */
const SILENT_MS = 1_000;

const carriesFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') === true;

/**
 * Whether files are held over the zone; they are given to `onFiles` when they are let go there. Beside it, and without
 * `onFiles`, they are let go without effect: the browser would leave the page to show them.
 */
export function useFileDrop(zone: RefObject<HTMLElement | null>, onFiles: ((files: readonly File[]) => void) | null) {
  const [isOver, setOver] = useState(false);

  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    let silence: ReturnType<typeof setTimeout> | undefined;
    /** What is dragged began on the page itself: a picture of it is no file to be attached. */
    let isOwn = false;
    const takes = ({ target }: DragEvent) => onFiles !== null && zone.current?.contains(target as Node) === true;

    function leave() {
      clearTimeout(silence);
      setOver(false);
    }
    function onDrag(event: DragEvent) {
      if (isOwn || !carriesFiles(event)) return;
      event.preventDefault();
      const taken = takes(event);
      if (event.dataTransfer) event.dataTransfer.dropEffect = taken ? 'copy' : 'none';
      setOver(taken);
      clearTimeout(silence);
      silence = setTimeout(leave, SILENT_MS);
    }
    window.addEventListener('dragstart', () => (isOwn = true), { signal });
    window.addEventListener('dragend', () => (isOwn = false), { signal });
    window.addEventListener('dragenter', onDrag, { signal });
    window.addEventListener('dragover', onDrag, { signal });
    window.addEventListener('dragleave', (event) => event.relatedTarget === null && leave(), { signal });
    window.addEventListener(
      'drop',
      (event) => {
        leave();
        if (isOwn || !carriesFiles(event)) return;
        event.preventDefault();
        if (takes(event)) onFiles?.([...(event.dataTransfer?.files ?? [])]);
      },
      { signal },
    );
    return () => {
      listening.abort();
      leave();
    };
  }, [zone, onFiles]);

  return isOver;
}
