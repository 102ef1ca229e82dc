import { useSync } from '~/components/app/engine-context';
import { UNREACHABLE } from '~/components/app/unreachable';
import type { Id } from '~/contract/primitives';
import { useMessageActions } from './message-actions';

/** Pins and unpins; says so when it is not accepted. The conversation changes when the feed tells of it. */
export function usePin(conversationId: Id): (messageId: Id, on: boolean) => void {
  const actions = useMessageActions();
  const meId = useSync((state) => state.me.id);
  return async (messageId, on) => {
    const words = await import('./set-pin').then(
      ({ setPin }) => setPin(meId, { conversationId, messageId, on }),
      () => UNREACHABLE,
    );
    if (words) actions.open({ kind: 'problem', words });
  };
}
