import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names';

/** The look of a square button with nothing but a picture in it. */
export const ICON_BUTTON =
  'inline-grid size-10 shrink-0 place-items-center rounded-lg text-muted transition-colors hover:bg-hover hover:text-ink disabled:cursor-not-allowed disabled:opacity-45';

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'> {
  /** What it does, for those who cannot see the picture, and as its tooltip. */
  readonly label: string;
  readonly icon: ReactNode;
}

export function IconButton({ label, icon, className, ...rest }: IconButtonProps) {
  return (
    <button type="button" title={label} {...rest} aria-label={label} className={classNames(ICON_BUTTON, className)}>
      {icon}
    </button>
  );
}
