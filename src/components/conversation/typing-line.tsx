import { useSync } from '~/components/app/engine-context';
import { useSettled } from '~/components/app/use-settled';
import type { Id } from '~/contract/primitives';
import { nameOf } from '~/sync/selectors';
import type { SyncState } from '~/sync/state';

/** Who comes and goes faster than this (in milliseconds) is not read out. */
const CALM_MS = 600;

/** Who else is writing. It keeps its place, so that nothing moves when somebody begins. */
export function TypingLine({ conversationId }: { readonly conversationId: Id }) {
  const words = useSync((state) => typingLineWords(state, conversationId));
  const said = useSettled(words, CALM_MS);
  return (
    <div className="h-5 shrink-0 truncate px-4 text-xs leading-5 text-muted md:px-7">
      <span aria-hidden>{words}</span>
      <span role="status" className="sr-only">
        {said}
      </span>
    </div>
  );
}

export function typingLineWords(state: Pick<SyncState, 'typing' | 'users'>, conversationId: Id): string {
  const [first, second, ...more] = state.typing.get(conversationId) ?? [];
  if (first === undefined) return '';
  if (more.length > 0) return 'Several people are typing…';
  const name = (userId: Id) => nameOf(state, userId, 'Somebody');
  return second === undefined ? `${name(first)} is typing…` : `${name(first)} and ${name(second)} are typing…`;
}
