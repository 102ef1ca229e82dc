import type { Conversation } from '~/contract/conversation';
import type { Say } from '~/i18n/say';
import { nameOf } from '~/sync/selectors';
import type { SyncState } from '~/sync/state';

/** Who is writing, as short as a list needs; empty when nobody is. */
export function typingWords(state: SyncState, { id, kind }: Conversation, { t, somebody }: TypingSpeech): string {
  const [first, ...others] = state.typing.get(id) ?? [];
  if (first === undefined) return '';
  if (others.length > 0) return t('several');
  return kind === 'direct' ? t('direct') : t('one', { name: nameOf(state, first, somebody) });
}

export interface TypingSpeech {
  readonly t: Say<'typing'>;
  /** Stands for who is not known yet. */
  readonly somebody: string;
}
