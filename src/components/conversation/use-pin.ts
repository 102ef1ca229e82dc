import { useSync } from '~/components/app/engine-context';
import { messageOf } from '~/components/app/error-words';
import { mintClientId } from '~/components/app/mint-client-id';
import { proceduresFor } from '~/components/app/procedures';
import type { Id } from '~/contract/primitives';
import { useMessageActions } from './message-actions';

/** Pins and unpins; says so when it is not accepted. The conversation changes when the feed tells of it. */
export function usePin(conversationId: Id): (messageId: Id, on: boolean) => void {
  const actions = useMessageActions();
  const meId = useSync((state) => state.me.id);
  return (messageId, on) => {
    proceduresFor(meId)
      .message.pin.mutate({ conversationId, messageId, on, clientId: mintClientId() })
      .catch((error: unknown) => actions.open({ kind: 'problem', words: messageOf(error) }));
  };
}
