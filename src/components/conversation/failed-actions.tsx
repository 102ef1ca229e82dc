import { useEngine } from '~/components/app/engine-context';
import { canGoOut, whyNotDone, whyNotSent } from '~/components/app/error-words';
import type { Act, OutboxItem } from '~/sync/state';

const ACTION = 'min-h-10 rounded-md px-1.5 font-semibold underline-offset-2 hover:underline';

interface FailedActionsProps {
  readonly item: OutboxItem;
}

/** What the server did not accept, why, and what can be done about it. */
export function FailedActions({ item }: FailedActionsProps) {
  const engine = useEngine();
  const isMessage = item.act.kind === 'message';
  return (
    <div role="alert" className="flex flex-wrap items-center justify-end gap-x-2 text-sm">
      <span className="text-danger-text">
        {isMessage ? whyNotSent(item) : `${NOT_DONE[item.act.kind]}: ${whyNotDone(item.error)}`}
      </span>
      <span className="flex gap-1">
        {canGoOut(item) && (
          <button type="button" onClick={() => engine.retry(item.clientId)} className={`${ACTION} text-accent-text`}>
            Retry
          </button>
        )}
        <button type="button" onClick={() => engine.drop(item.clientId)} className={`${ACTION} text-danger-text`}>
          {isMessage ? 'Delete' : 'Drop'}
        </button>
      </span>
    </div>
  );
}

const NOT_DONE: Record<Exclude<Act['kind'], 'message'>, string> = {
  edit: 'Not changed',
  delete: 'Not deleted',
  hide: 'Not deleted',
  reaction: 'Reaction not accepted',
};
