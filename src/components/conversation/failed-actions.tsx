import { useEngine } from '~/components/app/engine-context';
import { whyNotSent } from '~/components/app/error-words';
import type { OutboxItem } from '~/sync/state';

const ACTION = 'min-h-10 rounded-md px-1.5 font-semibold underline-offset-2 hover:underline';

export function FailedActions({ item }: { readonly item: OutboxItem }) {
  const engine = useEngine();
  return (
    <div className="flex flex-wrap items-center justify-end gap-x-2 text-sm">
      <span className="text-danger-text">{whyNotSent(item.error)}</span>
      <span className="flex gap-1">
        <button type="button" onClick={() => engine.retry(item.clientId)} className={`${ACTION} text-accent-text`}>
          Retry
        </button>
        <button type="button" onClick={() => engine.drop(item.clientId)} className={`${ACTION} text-danger-text`}>
          Delete
        </button>
      </span>
    </div>
  );
}
