import { messageOf } from '~/components/app/error-words';
import { mintClientId } from '~/components/app/mint-client-id';
import { trpc } from '~/components/app/trpc';
import type { Id } from '~/contract/primitives';
import { useMessageActions } from './message-actions';

/** Pins and unpins; says so when it is not accepted. The conversation changes when the feed tells of it. */
export function usePin(conversationId: Id): (messageId: Id, on: boolean) => void {
  const actions = useMessageActions();
  const { client } = trpc.useUtils();
  return (messageId, on) => {
    client.message.pin
      .mutate({ conversationId, messageId, on, clientId: mintClientId() })
      .catch((error: unknown) => actions.open({ kind: 'problem', words: messageOf(error) }));
  };
}
