import type { ReactNode } from 'react';

interface SwitchProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** On or off, at once. The whole line switches. */
export function Switch({ label, hint, checked, disabled, onChange }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      disabled={disabled}
      onClick={() => onChange(!checked)}
      className="group flex min-h-11 w-full items-center gap-4 rounded-lg px-3 py-2 text-start not-disabled:hover:bg-hover disabled:opacity-55"
    >
      <span className="grid min-w-0 flex-1 gap-0.5">
        <span className="text-sm font-medium">{label}</span>
        {hint && <span className="text-note text-muted">{hint}</span>}
      </span>
      <span
        aria-hidden
        className="relative h-6 w-10 shrink-0 rounded-full border border-edge bg-canvas transition-colors group-aria-checked:border-accent group-aria-checked:bg-accent"
      >
        <span className="absolute start-1 top-1/2 size-4 -translate-y-1/2 rounded-full bg-edge transition-[inset-inline-start] group-aria-checked:start-[1.2rem] group-aria-checked:bg-on-accent" />
      </span>
    </button>
  );
}
