import type { IconNode } from 'lucide';

interface IconProps {
  readonly of: IconNode;
  readonly className?: string;
  readonly strokeWidth?: number;
  /** What it stands for, where no words beside it say so. */
  readonly label?: string;
}

/**
 * A drawing of Lucide's, in the colour of the words beside it. `lucide-react` does the same
 * with a wrapper for each drawing, 2 KiB more on the chat route.
 */
export function Icon({ of, className, strokeWidth = 2, label }: IconProps) {
  return (
    <svg
      aria-hidden={label === undefined}
      role={label === undefined ? undefined : 'img'}
      aria-label={label}
      width={24}
      height={24}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={strokeWidth}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={className}
    >
      {of.map(([Shape, attributes], index) => (
        <Shape key={index} {...attributes} />
      ))}
    </svg>
  );
}
