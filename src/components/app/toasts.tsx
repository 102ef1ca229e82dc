import { createContext, type ReactNode, Suspense, use, useCallback, useMemo, useRef, useState } from 'react';
import { lazilyBehind } from './lazily';

/** What was just done, in words. */
export interface Toast {
  readonly words: string;
  /** Takes it back. */
  readonly undo?: () => void;
  /** It has gone without being taken back: at most once. */
  readonly onGone?: () => void;
}

export interface ShownToast extends Toast {
  readonly key: number;
}

/** More than this would cover what is being read. The oldest goes first. */
const SHOWN_MAX = 3;

const ToastContext = createContext<(toast: Toast) => void>(() => {});

const ToastStack = lazilyBehind((later) => later.toastStack());

/** Says for a moment what was done; it is read out when the reader has time. */
export function useToast(): (toast: Toast) => void {
  return use(ToastContext);
}

/** Around everything that says what it has done. Its region is there from the start, or nothing in it would be read out. */
export function Toasts({ children }: { readonly children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly ShownToast[]>([]);
  const shown = useRef<readonly ShownToast[]>([]);

  const set = useCallback((next: readonly ShownToast[]) => {
    shown.current = next;
    setToasts(next);
  }, []);
  const show = useCallback(
    (toast: Toast) => {
      const all = [...shown.current, { ...toast, key: (shown.current.at(-1)?.key ?? 0) + 1 }];
      for (const gone of all.slice(0, -SHOWN_MAX)) gone.onGone?.();
      set(all.slice(-SHOWN_MAX));
    },
    [set],
  );
  const onClose = useCallback(
    (key: number, how: 'undo' | 'gone') => {
      const toast = shown.current.find((one) => one.key === key);
      if (!toast) return;
      set(shown.current.filter((one) => one !== toast));
      if (how === 'undo') toast.undo?.();
      else toast.onGone?.();
    },
    [set],
  );
  const stack = useMemo(() => <ToastStack toasts={toasts} onClose={onClose} />, [toasts, onClose]);

  return (
    <ToastContext value={show}>
      {children}
      <div role="status">{toasts.length > 0 && <Suspense>{stack}</Suspense>}</div>
    </ToastContext>
  );
}
