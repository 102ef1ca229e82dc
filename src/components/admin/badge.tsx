import { classNames } from '~/components/ui/class-names';

/** One word about what something is. */
export function Badge({ children, alarming = false }: { readonly children: string; readonly alarming?: boolean }) {
  return (
    <span
      className={classNames(
        'inline-flex shrink-0 items-center rounded-md px-1.5 py-0.5 text-xs font-medium',
        alarming ? 'bg-danger-soft text-danger-text' : 'bg-accent-soft text-accent-text',
      )}
    >
      {children}
    </span>
  );
}
