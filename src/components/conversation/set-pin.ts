import { messageOf } from '~/components/app/error-words';
import { mintClientId } from '~/components/app/mint-client-id';
import { proceduresFor } from '~/components/app/procedures';
import type { Id } from '~/contract/primitives';

interface Pin {
  readonly conversationId: Id;
  readonly messageId: Id;
  readonly on: boolean;
}

/** Pins or unpins; answers why it was not accepted, in a sentence. */
export async function setPin(meId: Id, pin: Pin): Promise<string | null> {
  try {
    await proceduresFor(meId).message.pin.mutate({ ...pin, clientId: mintClientId() });
    return null;
  } catch (error) {
    return messageOf(error);
  }
}
