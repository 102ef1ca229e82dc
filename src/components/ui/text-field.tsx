import { type ComponentProps, type ReactNode, useId } from 'react';
import { classNames } from './class-names';

export const INPUT =
  'min-h-11 w-full min-w-0 rounded-lg border border-edge bg-canvas px-3 text-base text-ink placeholder:text-muted aria-invalid:border-danger md:text-body';

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'id'> {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  /** Stands before the text, inside the frame. */
  readonly prefix?: string;
}

export function TextField({ label, hint, error, prefix, className, ...input }: TextFieldProps) {
  const id = useId();
  const below = error ?? hint;
  return (
    <div className={classNames('grid gap-1.5', className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div className="relative">
        {prefix && (
          <span
            aria-hidden
            className="pointer-events-none absolute inset-y-0 start-3 grid place-items-center text-muted"
          >
            {prefix}
          </span>
        )}
        <input
          {...input}
          id={id}
          className={classNames(INPUT, prefix && 'ps-7')}
          aria-invalid={error ? true : undefined}
          aria-describedby={below ? `${id}-below` : undefined}
        />
      </div>
      {below && (
        <p
          id={`${id}-below`}
          role={error ? 'alert' : undefined}
          className={classNames('text-sm', error ? 'text-danger-text' : 'text-muted')}
        >
          {below}
        </p>
      )}
    </div>
  );
}
