import { X } from 'lucide';
import { useTranslations } from 'use-intl/react';
import { useEngine, useSync } from '~/components/app/engine-context';
import { useFormats } from '~/components/app/formats';
import { Icon } from '~/components/ui/icon';
import type { PendingFile, SyncState } from '~/sync/state';
import { sentOf } from './sent-of';

interface SendingStatusProps {
  /** Of the message the files are on their way with. */
  readonly clientId: string;
  readonly files: readonly PendingFile[];
}

/**
 * How far the files of a message have come, beside its time, and a way to call it off. As high as the time alone: nothing
 * moves when it goes.
 */
export function SendingStatus({ clientId, files }: SendingStatusProps) {
  const t = useTranslations('media');
  const { fileSize } = useFormats();
  const engine = useEngine();
  const sent = useSync((state) => sentOf(files, state.uploads));
  const waits = useSync(waitsForConnection);
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const words = waits
    ? t('waitingForConnection')
    : sent < total
      ? t('sentOf', { sent: fileSize(sent), total: fileSize(total) })
      : t('sending');
  return (
    <span className="flex min-w-0 items-center">
      <span
        role="progressbar"
        aria-label={t('sendingFiles')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={total > 0 ? Math.floor((sent / total) * 100) : 0}
        aria-valuetext={words}
        className="truncate tabular-nums"
      >
        {words}
      </span>
      <button
        type="button"
        aria-label={t('cancelSending')}
        title={t('cancelSending')}
        onClick={({ currentTarget }) => {
          // The button goes with the message; the focus stays among the messages.
          currentTarget.closest<HTMLElement>('[role="log"]')?.focus({ preventScroll: true });
          engine.drop(clientId);
        }}
        className="-my-2 grid size-7 shrink-0 place-items-center rounded-full hover:bg-hover hover:text-ink"
      >
        <Icon of={X} className="size-3.5" />
      </button>
    </span>
  );
}

function waitsForConnection({ connection: { phase } }: SyncState): boolean {
  return phase === 'offline' || phase === 'reconnecting';
}
