import { useSync } from '~/components/app/engine-context';
import type { Id } from '~/contract/primitives';
import { useMessageActions } from './message-actions';

/** Pins and unpins; says so when it is not accepted. The conversation changes when the feed tells of it. */
export function usePin(conversationId: Id): (messageId: Id, on: boolean) => void {
  const actions = useMessageActions();
  const meId = useSync((state) => state.me.id);
  return async (messageId, on) => {
    try {
      const { setPin } = await import('./set-pin');
      await setPin(meId, { conversationId, messageId, on });
    } catch (error) {
      actions.open({ kind: 'problem', problem: { error } });
    }
  };
}
