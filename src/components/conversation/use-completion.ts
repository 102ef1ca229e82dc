import { useRef, useState } from 'react';
import { type Completable, completableAt } from './completion';
import type { CompletionHandle } from './suggestions';

/** What is offered for the word at the caret. A word whose offers were closed gets no more. */
export function useCompletion() {
  const list = useRef<CompletionHandle>(null);
  const [completable, setCompletable] = useState<Completable | null>(null);
  const [active, setActive] = useState<string | null>(null);
  const closedAt = useRef<number | null>(null);
  return {
    list,
    completable,
    active,
    setActive,
    look(text: string, caret: number) {
      const found = completableAt(text, caret);
      if (found?.start !== closedAt.current) closedAt.current = null;
      setCompletable(closedAt.current === null ? found : null);
    },
    close() {
      closedAt.current = completable?.start ?? null;
      setCompletable(null);
    },
  };
}
