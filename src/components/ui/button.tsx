import type { ComponentProps } from 'react';
import { buttonLook, type Look } from './button-look';
import { Spinner } from './spinner';

interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: Look;
  /** Working on it: shows a spinner and takes no further clicks. */
  readonly busy?: boolean;
}

export function Button({ look = 'plain', busy = false, className, children, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={buttonLook(look, className)}
    >
      {busy && <Spinner />}
      {children}
    </button>
  );
}
