import type { Conversation } from '~/contract/conversation';
import { titleOf } from '~/sync/selectors';
import { useSync } from './engine-context';

export function useTitleOf(conversation: Conversation): string {
  return useSync((state) => titleOf(state, conversation));
}
