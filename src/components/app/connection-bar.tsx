import { Suspense } from 'react';
import { useTranslations } from 'use-intl/react';
import { classNames } from '~/components/ui/class-names';
import { useSync } from './engine-context';
import { lazilyOffline } from './lazily';
import { useSettled } from './use-settled';

const ConnectionWords = lazilyOffline((parts) => parts.ConnectionWords);

/** Interruptions shorter than this (in milliseconds) are nobody's concern. */
const PATIENCE_MS = 1_200;

/** Says so when messages do not flow. What is being written stays usable below it. */
export function ConnectionBar() {
  const t = useTranslations('connection');
  const phase = useSync((state) => state.connection.phase);
  const settled = useSettled(phase, PATIENCE_MS, 'live');
  const shown = phase === 'offline' || phase === 'signedOut' || phase === settled ? phase : 'live';
  return (
    <div role="status" className={classNames('shrink-0 text-sm', shown !== 'live' && 'border-b border-line')}>
      {shown !== 'live' && (
        <Suspense fallback={shown !== 'signedOut' && <p className="px-3 py-1.5 text-center">{t(shown)}</p>}>
          <ConnectionWords phase={shown} />
        </Suspense>
      )}
    </div>
  );
}
