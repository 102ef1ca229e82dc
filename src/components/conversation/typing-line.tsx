import { useTranslations } from 'use-intl/react';
import { useSync } from '~/components/app/engine-context';
import { useSettled } from '~/components/app/use-settled';
import type { TypingSpeech } from '~/components/sidebar/typing-words';
import type { Id } from '~/contract/primitives';
import { nameOf } from '~/sync/selectors';
import type { SyncState } from '~/sync/state';

/** Who comes and goes faster than this (in milliseconds) is not read out. */
const CALM_MS = 600;

/** Who else is writing. It keeps its place, so that nothing moves when somebody begins. */
export function TypingLine({ conversationId }: { readonly conversationId: Id }) {
  const common = useTranslations('common');
  const t = useTranslations('typing');
  const words = useSync((state) => typingLineWords(state, conversationId, { t, somebody: common('somebody') }));
  const said = useSettled(words, CALM_MS);
  return (
    <div className="talk-column h-5 shrink-0 truncate text-xs leading-5 text-muted">
      <span aria-hidden className="px-1 md:px-2">
        {words}
      </span>
      <span role="status" className="sr-only">
        {said}
      </span>
    </div>
  );
}

export function typingLineWords(
  state: Pick<SyncState, 'typing' | 'users'>,
  conversationId: Id,
  { t, somebody }: TypingSpeech,
): string {
  const [first, second, ...more] = state.typing.get(conversationId) ?? [];
  if (first === undefined) return '';
  if (more.length > 0) return t('several');
  const name = (userId: Id) => nameOf(state, userId, somebody);
  return second === undefined
    ? t('one', { name: name(first) })
    : t('two', { first: name(first), second: name(second) });
}
