import { X } from 'lucide';
import { type MouseEvent, type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import { Icon } from './icon';
import { IconButton } from './icon-button';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Open for as long as it is rendered; Escape, the cross and a click beside it ask to close. Focus returns to where it was. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const t = useTranslations('common');
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useLayoutEffect(() => {
    const element = dialog.current!;
    element.showModal();
    // Closed before it leaves the document, or the browser forgets to give the focus back.
    return () => element.close();
  }, []);

  function closeOnBackdrop(event: MouseEvent) {
    if (event.target === dialog.current) onClose();
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the keyboard's way; the click is on the backdrop.
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClick={closeOnBackdrop}
      onCancel={(event) => {
        if (event.target !== dialog.current) return;
        event.preventDefault();
        onClose();
      }}
      className="m-auto max-h-[min(46rem,92dvh)] w-[min(30rem,94vw)] animate-appear overflow-hidden rounded-2xl border border-line bg-raised p-0 text-ink shadow-2xl"
    >
      <div className="flex max-h-[min(46rem,92dvh)] flex-col">
        <header className="flex items-start justify-between gap-2 ps-5 pe-2.5 pt-2.5">
          <h2 id={titleId} className="wrap-anything pt-1.5 text-lg font-semibold">
            {title}
          </h2>
          <IconButton label={t('close')} icon={<Icon of={X} className="size-5" />} onClick={onClose} />
        </header>
        <div className="scroll-region min-h-0 px-5 pt-2 pb-5">{children}</div>
      </div>
    </dialog>
  );
}
