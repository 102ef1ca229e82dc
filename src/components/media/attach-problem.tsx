import { X } from 'lucide-react';
import { IconButton } from '~/components/ui/icon-button';

interface AttachProblemProps {
  readonly words: string;
  readonly onDismiss: () => void;
}

/** Why something was not attached. */
export function AttachProblem({ words, onDismiss }: AttachProblemProps) {
  return (
    <div className="mt-2 flex items-center gap-1 rounded-lg bg-danger-soft ps-3 text-danger-text">
      <p role="alert" className="wrap-anything flex-1 py-2 text-sm">
        {words}
      </p>
      <IconButton label="Dismiss" icon={<X className="size-4" />} onClick={onDismiss} className="text-danger-text" />
    </div>
  );
}
