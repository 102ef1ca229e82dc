import type { ReactNode } from 'react';

interface NoticeProps {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  /** What the person can do about it. */
  readonly actions?: ReactNode;
  readonly role?: 'alert';
  /** There is nothing else on the page: its title is this one's. */
  readonly isPage?: boolean;
}

/** Says in the middle of a region why there is nothing else in it. */
export function Notice({ icon, title, children, actions, role, isPage = false }: NoticeProps) {
  const Title = isPage ? 'h1' : 'p';
  return (
    <div role={role} className="m-auto grid max-w-sm justify-items-center gap-3 p-6 text-center">
      {icon && (
        <div className="grid size-14 place-items-center rounded-2xl bg-accent-soft text-accent-text">{icon}</div>
      )}
      <Title className="wrap-anything text-lg font-semibold">{title}</Title>
      {children && <div className="text-balance text-sm text-muted">{children}</div>}
      {actions && <div className="mt-1 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
