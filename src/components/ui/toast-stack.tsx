import { X } from 'lucide';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { ShownToast } from '~/components/app/toasts';
import { classNames } from './class-names';
import { Icon } from './icon';

/** Milliseconds somebody has to read a line and to find the way to its button. */
const SHOWN_MS = 6_000;

interface ToastStackProps {
  readonly toasts: readonly ShownToast[];
  readonly onClose: (key: number, how: 'undo' | 'gone') => void;
}

/** At the lower edge, above what is written in; the newest lowest. All wait while one has the pointer or the focus. */
export default function ToastStack({ toasts, onClose }: ToastStackProps) {
  const t = useTranslations('toast');
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  return (
    <section
      aria-label={t('region')}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
      onFocus={() => setFocused(true)}
      onBlur={(event) => setFocused(event.currentTarget.contains(event.relatedTarget))}
      className="fixed inset-x-3 bottom-24 z-40 mx-auto grid w-fit max-w-[calc(100%-1.5rem)] justify-items-center gap-2"
    >
      {toasts.map((toast) => (
        <Line key={toast.key} toast={toast} waits={pointed || focused} onClose={onClose} />
      ))}
    </section>
  );
}

interface LineProps {
  readonly toast: ShownToast;
  readonly waits: boolean;
  readonly onClose: ToastStackProps['onClose'];
}

function Line({ toast, waits, onClose }: LineProps) {
  const t = useTranslations('toast');
  const left = useRef(SHOWN_MS);
  const { key } = toast;

  useEffect(() => {
    if (waits) return;
    const began = performance.now();
    const timer = setTimeout(() => onClose(key, 'gone'), left.current);
    return () => {
      clearTimeout(timer);
      left.current -= performance.now() - began;
    };
  }, [waits, key, onClose]);

  // Whoever leaves has let it be.
  useEffect(() => {
    const onHide = () => document.visibilityState === 'hidden' && onClose(key, 'gone');
    document.addEventListener('visibilitychange', onHide);
    return () => document.removeEventListener('visibilitychange', onHide);
  }, [key, onClose]);

  return (
    <div
      className={classNames(
        'flex max-w-full animate-appear items-center gap-1 rounded-xl bg-ink py-1 ps-4 pe-1 text-sm text-canvas shadow-xl',
        'forced-colors:border',
      )}
    >
      <span className="wrap-anything me-2 py-1.5">{toast.words}</span>
      {toast.undo && (
        <button
          type="button"
          onClick={() => onClose(key, 'undo')}
          className="min-h-9 shrink-0 rounded-lg px-3 font-semibold underline underline-offset-4 hover:bg-canvas/15 focus-visible:outline-canvas focus-visible:outline-offset-[-3px]"
        >
          {t('undo')}
        </button>
      )}
      <button
        type="button"
        aria-label={t('dismiss')}
        title={t('dismiss')}
        onClick={() => onClose(key, 'gone')}
        className="grid size-9 shrink-0 place-items-center rounded-lg hover:bg-canvas/15 focus-visible:outline-canvas focus-visible:outline-offset-[-3px]"
      >
        <Icon of={X} className="size-4" />
      </button>
    </div>
  );
}
