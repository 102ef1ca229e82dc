import { use, useCallback, useRef, useState } from 'react';
import { useEngine } from '~/components/app/engine-context';
import { loadOffline } from '~/components/app/lazily';
import { UploadLimit } from '~/components/app/upload-limit';
import type { Id } from '~/contract/primitives';

/** What a person chooses to send along, on its way among the draft's files. */
export interface Attaching {
  /** Files that are still being looked at. */
  readonly preparing: number;
  /** Why some were not taken, in sentences; null if all were. */
  readonly problem: string | null;
  add(files: readonly File[]): void;
  /** What was recorded here. */
  addVoice(file: File): void;
  /** Says what else went wrong, like a microphone that is not there; null takes it back. */
  tell(problem: string | null): void;
}

export function useAttaching(conversationId: Id): Attaching {
  const engine = useEngine();
  const maxBytes = use(UploadLimit);
  const [preparing, setPreparing] = useState(0);
  const [problem, tell] = useState<string | null>(null);
  const last = useRef<Promise<unknown>>(Promise.resolve());

  const take = useCallback(
    (files: readonly File[], isVoice: boolean) => {
      if (files.length === 0) return;
      const attach = async () => {
        const { attachFiles } = await loadOffline();
        const onSettled = () => setPreparing((count) => count - 1);
        const words = await attachFiles(engine, conversationId, { files, maxBytes, isVoice, onSettled });
        if (words) tell(words);
      };
      tell(null);
      setPreparing((count) => count + files.length);
      last.current = last.current.then(attach, attach);
    },
    [engine, conversationId, maxBytes],
  );
  const add = useCallback((files: readonly File[]) => take(files, false), [take]);
  const addVoice = useCallback((file: File) => take([file], true), [take]);
  return { preparing, problem, add, addVoice, tell };
}
