import type { ReactNode } from 'react';

interface NoticeProps {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  /** What the person can do about it. */
  readonly actions?: ReactNode;
  readonly role?: 'alert';
}

/** Says in the middle of a region why there is nothing else in it. */
export function Notice({ icon, title, children, actions, role }: NoticeProps) {
  return (
    <div role={role} className="m-auto grid max-w-sm justify-items-center gap-3 p-6 text-center">
      {icon && (
        <div className="grid size-14 place-items-center rounded-2xl bg-accent-soft text-accent-text">{icon}</div>
      )}
      <p className="wrap-anything text-lg font-semibold">{title}</p>
      {children && <div className="text-balance text-sm text-muted">{children}</div>}
      {actions && <div className="mt-1 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
