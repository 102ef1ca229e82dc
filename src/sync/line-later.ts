import type { LineEnd, LiveLine } from './live-line';

/** A line whose code is no part of the start. It is lost if the code cannot be loaded. */
export function lineLater(load: () => Promise<() => LiveLine>, onEnd: (reason: LineEnd) => void): LiveLine {
  let line: LiveLine | null = null;
  let isOver = false;
  load().then(
    (open) => {
      if (!isOver) line = open();
    },
    () => {
      if (!isOver) onEnd('lost');
    },
  );
  return {
    connection: () => line?.connection() ?? null,
    isLive: () => line?.isLive() ?? false,
    ask: (call) => line!.ask(call),
    retire() {
      isOver = true;
      line?.retire();
    },
    close() {
      isOver = true;
      line?.close();
    },
  };
}
