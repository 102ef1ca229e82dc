import { type ReactNode, Suspense, useEffect, useId, useRef, useState } from 'react';

interface MenuProps {
  readonly label: string;
  /** What the button shows. */
  readonly button: ReactNode;
  readonly buttonClassName?: string;
  /** The `MenuList`; its code may come when the menu is opened. */
  readonly children: (menu: OpenMenu) => ReactNode;
}

export interface OpenMenu {
  readonly id: string;
  readonly label: string;
  /** Closes it and gives the focus back to the button. */
  readonly onEscape: () => void;
  /** Closes it; the focus goes where it is going. */
  readonly onLeave: () => void;
}

/** A button that opens a menu above itself. Arrow keys walk, Escape and a press elsewhere close. */
export function Menu({ label, button, buttonClassName, children }: MenuProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return;
    const onPress = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', onPress);
    return () => document.removeEventListener('pointerdown', onPress);
  }, [open]);

  function close() {
    setOpen(false);
    trigger.current?.focus();
  }

  return (
    <div ref={root} className="relative min-w-0 flex-1">
      <button
        ref={trigger}
        type="button"
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        className={buttonClassName}
      >
        <span className="sr-only">{label}</span>
        {button}
      </button>
      {open && (
        <Suspense>
          <div className="scroll-region absolute start-0 bottom-full z-20 mb-2 max-h-[calc(100dvh-6rem)] w-[min(17rem,90vw)] animate-appear rounded-xl border border-line bg-raised p-1.5 shadow-xl">
            {children({ id, label, onEscape: close, onLeave: () => setOpen(false) })}
          </div>
        </Suspense>
      )}
    </div>
  );
}
