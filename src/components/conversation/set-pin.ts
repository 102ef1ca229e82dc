import { mintClientId } from '~/components/app/mint-client-id';
import { proceduresFor } from '~/components/app/procedures';
import type { Id } from '~/contract/primitives';

interface Pin {
  readonly conversationId: Id;
  readonly messageId: Id;
  readonly on: boolean;
}

/** Pins or unpins. Rejects as calls do. */
export async function setPin(meId: Id, pin: Pin): Promise<void> {
  await proceduresFor(meId).message.pin.mutate({ ...pin, clientId: mintClientId() });
}
