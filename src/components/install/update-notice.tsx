import { RefreshCw } from 'lucide';
import { useTranslations } from 'use-intl/react';
import { Button } from '~/components/ui/button';
import { Icon } from '~/components/ui/icon';

interface UpdateNoticeProps {
  /** `missing`: code could not be loaded although the server is there, as after a deployment. */
  readonly why: 'update' | 'missing';
  readonly onReload: () => void;
  readonly onLater: () => void;
}

/** Offers the new version. It lies over nothing that is being written, and goes away when it is told to. */
export function UpdateNotice({ why, onReload, onLater }: UpdateNoticeProps) {
  const t = useTranslations('install');
  return (
    <div className="pointer-events-none fixed inset-x-0 top-[max(env(safe-area-inset-top),0.75rem)] z-40 flex justify-center px-3">
      <div
        role="status"
        className="pointer-events-auto flex max-w-full flex-wrap items-center gap-x-3 gap-y-2 rounded-xl border border-line bg-raised px-4 py-2 text-sm shadow-lg motion-safe:animate-appear"
      >
        <Icon of={RefreshCw} className="size-4 shrink-0 text-accent-text" />
        <span className="min-w-0 flex-1">{t(why)}</span>
        <span className="flex gap-2">
          <Button onClick={onLater}>{t('later')}</Button>
          <Button look="primary" onClick={onReload}>
            {t('reload')}
          </Button>
        </span>
      </div>
    </div>
  );
}
