import { use, useCallback, useRef, useState } from 'react';
import { useEngine } from '~/components/app/engine-context';
import { loadOffline } from '~/components/app/lazily';
import { UploadLimit } from '~/components/app/upload-limit';
import type { Id } from '~/contract/primitives';
import type { RefusedFile } from './chosen-files';
import type { MicrophoneProblem } from './recording';

/** Why something was not attached. */
export type AttachProblem =
  | { readonly kind: 'refused'; readonly refused: readonly RefusedFile[]; readonly maxBytes: number }
  | { readonly kind: 'microphone'; readonly why: MicrophoneProblem };

/** What a person chooses to send along, on its way among the draft's files. */
export interface Attaching {
  /** Files that are still being looked at. */
  readonly preparing: number;
  /** Why something is not there; null if all is. */
  readonly problem: AttachProblem | null;
  add(files: readonly File[]): void;
  /** What was recorded here. */
  addVoice(file: File): void;
  /** Says what else went wrong, like a microphone that is not there; null takes it back. */
  tell(problem: AttachProblem | null): void;
}

export function useAttaching(conversationId: Id): Attaching {
  const engine = useEngine();
  const maxBytes = use(UploadLimit);
  const [preparing, setPreparing] = useState(0);
  const [problem, tell] = useState<AttachProblem | null>(null);
  const last = useRef<Promise<unknown>>(Promise.resolve());

  const take = useCallback(
    (files: readonly File[], isVoice: boolean) => {
      if (files.length === 0) return;
      const attach = async () => {
        const { attachFiles } = await loadOffline();
        const onSettled = () => setPreparing((count) => count - 1);
        const refused = await attachFiles(engine, conversationId, { files, maxBytes, isVoice, onSettled });
        if (refused.length > 0) tell({ kind: 'refused', refused, maxBytes });
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
