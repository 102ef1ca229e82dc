import { classNames } from '~/components/ui/class-names';
import type { UploadProgress } from '~/sync/state';

const RADIUS = 15;
const AROUND = 2 * Math.PI * RADIUS;

interface ProgressRingProps {
  readonly progress: UploadProgress;
  /** Bytes of the whole file. */
  readonly size: number;
  readonly className?: string;
}

/** How far a file on its way is, over its picture or in the place of its icon. Decorative: the message says it in words. */
export function ProgressRing({ progress: { sent, status }, size, className }: ProgressRingProps) {
  if (status === 'done' || status === 'failed') return null;
  // A little of it is always there, so that one sees that it turns while nothing has arrived yet.
  const part = Math.max(0.06, size > 0 ? Math.min(1, sent / size) : 0);
  return (
    <svg
      aria-hidden
      viewBox="0 0 36 36"
      className={classNames(
        'size-11 rounded-full bg-black/55 text-white',
        status === 'waiting' && 'animate-breathe',
        className,
      )}
    >
      <circle cx="18" cy="18" r={RADIUS} fill="none" stroke="currentColor" strokeOpacity="0.3" strokeWidth="3" />
      <circle
        cx="18"
        cy="18"
        r={RADIUS}
        fill="none"
        stroke="currentColor"
        strokeWidth="3"
        strokeLinecap="round"
        strokeDasharray={`${part * AROUND} ${AROUND}`}
        transform="rotate(-90 18 18)"
        className="transition-[stroke-dasharray] duration-300"
      />
    </svg>
  );
}
