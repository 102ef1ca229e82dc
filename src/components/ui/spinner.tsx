import { LoaderCircle } from 'lucide';
import { Icon } from './icon';

export function Spinner({ label }: { readonly label?: string }) {
  return (
    <span role={label ? 'status' : undefined} className="inline-grid">
      <Icon of={LoaderCircle} className="size-4 animate-spin" />
      {label && <span className="sr-only">{label}</span>}
    </span>
  );
}
