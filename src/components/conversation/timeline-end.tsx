import { useTranslations } from 'use-intl/react';
import { useEngine } from '~/components/app/engine-context';
import { Button } from '~/components/ui/button';
import { Spinner } from '~/components/ui/spinner';
import type { Id } from '~/contract/primitives';
import type { LoadStatus } from '~/sync/state';

interface TimelineEndProps {
  readonly conversationId: Id;
  readonly newer: LoadStatus;
}

/** Stands below a stretch of messages after which there are more. */
export function TimelineEnd({ conversationId, newer }: TimelineEndProps) {
  const common = useTranslations('common');
  const t = useTranslations('conversation');
  const engine = useEngine();
  return (
    <div className="flex h-14 shrink-0 items-center justify-center gap-3 text-sm text-muted">
      {newer === 'failed' ? (
        <>
          {t('newerNotLoaded')}
          <Button onClick={() => void engine.loadNewer(conversationId)}>{common('retry')}</Button>
        </>
      ) : (
        <Spinner label={t('loadingNewer')} />
      )}
    </div>
  );
}
