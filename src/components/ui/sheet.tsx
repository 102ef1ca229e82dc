import { type MouseEvent, type ReactNode, useLayoutEffect, useRef } from 'react';

interface SheetProps {
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * Rises from the lower edge, where a thumb is. Open for as long as it is rendered; Escape and a press beside it ask to
 * close. Focus returns to where it was.
 */
export function Sheet({ label, onClose, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);

  useLayoutEffect(() => {
    const element = dialog.current!;
    element.showModal();
    // Closed before it leaves the document, or the browser forgets to give the focus back.
    return () => element.close();
  }, []);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the keyboard's way; the click is on the backdrop.
    <dialog
      ref={dialog}
      aria-label={label}
      onClick={(event: MouseEvent) => event.target === dialog.current && onClose()}
      onCancel={(event) => {
        if (event.target !== dialog.current) return;
        event.preventDefault();
        onClose();
      }}
      className="mx-auto mt-auto mb-0 max-h-[85dvh] w-full max-w-lg animate-rise overflow-hidden rounded-t-2xl border border-b-0 border-line bg-raised p-0 text-ink shadow-2xl"
    >
      <div className="scroll-region max-h-[85dvh] px-2 pt-2 pb-[max(env(safe-area-inset-bottom),0.75rem)]">
        <div aria-hidden className="mx-auto mb-2 h-1 w-10 rounded-full bg-line" />
        {children}
      </div>
    </dialog>
  );
}
