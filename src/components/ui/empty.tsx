import type { ReactNode } from 'react';

interface EmptyProps {
  readonly icon: ReactNode;
  readonly children: ReactNode;
  /** What the person can do about it. */
  readonly actions?: ReactNode;
}

/** Says within a list why there is nothing in it, and what would be. A whole region says so by a `Notice`. */
export function Empty({ icon, children, actions }: EmptyProps) {
  return (
    <div className="grid justify-items-center gap-2 rounded-xl border border-line border-dashed px-4 py-6 text-center text-sm text-muted">
      <span aria-hidden>{icon}</span>
      <p className="text-balance">{children}</p>
      {actions}
    </div>
  );
}
