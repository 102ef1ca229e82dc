import { Check } from 'lucide';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { classNames } from './class-names';
import { Icon } from './icon';

interface MenuListProps {
  readonly id?: string;
  readonly label: string;
  readonly onEscape: () => void;
  /** Tab goes on to what comes after the menu. */
  readonly onLeave: () => void;
  readonly children: ReactNode;
}

/** The items alone, for a menu that something else opens. The first has the focus when it appears. */
export function MenuList({ id, label, onEscape, onLeave, children }: MenuListProps) {
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => items(list.current)[0]?.focus(), []);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Tab') return onLeave();
    if (event.key === 'Escape') {
      event.stopPropagation();
      return onEscape();
    }
    const target = stepTo(event.key, items(list.current));
    if (!target) return;
    event.preventDefault();
    target.focus();
  }

  return (
    <div ref={list} id={id} role="menu" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
      {children}
    </div>
  );
}

interface MenuItemProps {
  readonly icon?: ReactNode;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}

const ITEM =
  'flex min-h-10 w-full items-center gap-3 rounded-lg px-3 text-start text-sm hover:bg-hover focus-visible:bg-hover';

export function MenuItem({ icon, onSelect, children }: MenuItemProps) {
  return (
    <button type="button" role="menuitem" tabIndex={-1} onClick={onSelect} className={ITEM}>
      {icon}
      {children}
    </button>
  );
}

/** One of several choices of which one holds. */
export function MenuChoice({ icon, onSelect, children, checked }: MenuItemProps & { readonly checked: boolean }) {
  return (
    <button
      type="button"
      role="menuitemradio"
      aria-checked={checked}
      tabIndex={-1}
      onClick={onSelect}
      className={classNames(ITEM, checked && 'font-semibold text-accent-text')}
    >
      {icon}
      {children}
      {checked && <Icon of={Check} className="ms-auto size-4" />}
    </button>
  );
}

export function MenuSeparator() {
  return <hr className="my-1.5 border-line" />;
}

function items(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
}

function stepTo(key: string, all: HTMLElement[]): HTMLElement | undefined {
  const at = all.indexOf(document.activeElement as HTMLElement);
  if (key === 'ArrowDown') return all[(at + 1) % all.length];
  if (key === 'ArrowUp') return all[(at - 1 + all.length) % all.length];
  if (key === 'Home') return all[0];
  if (key === 'End') return all[all.length - 1];
  return undefined;
}
