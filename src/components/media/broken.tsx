import { RotateCcw } from 'lucide';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import { useSync } from '~/components/app/engine-context';
import { classNames } from '~/components/ui/class-names';
import { Icon } from '~/components/ui/icon';

interface BrokenProps {
  /** The name of what cannot be shown. */
  readonly filename: string;
  readonly onRetry: () => void;
  readonly className?: string;
}

/** In the place of a file that could not be loaded. Tries again by itself when the connection is back. */
export function Broken({ filename, onRetry, className }: BrokenProps) {
  const common = useTranslations('common');
  const t = useTranslations('media');
  const live = useSync((state) => state.connection.phase === 'live');
  const wasLive = useRef(live);
  useEffect(() => {
    if (live && !wasLive.current) onRetry();
    wasLive.current = live;
  }, [live, onRetry]);
  return (
    <div
      className={classNames(
        'grid content-center justify-items-center gap-1 overflow-hidden bg-hover p-1 text-center text-xs text-muted',
        className,
      )}
    >
      <span>
        <span className="sr-only">{filename} </span>
        {t('broken')}
      </span>
      <button
        type="button"
        onClick={onRetry}
        className="flex min-h-8 items-center gap-1 rounded-lg px-2 font-semibold text-accent-text hover:bg-canvas/60"
      >
        <Icon of={RotateCcw} className="size-3.5" />
        {common('retry')}
      </button>
    </div>
  );
}
