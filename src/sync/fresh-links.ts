import type { Id } from '~/contract/primitives';
import type { Attachment } from '~/contract/upload';
import type { Clock } from './clock';
import { type Transport, TransportError } from './transport';

/** Milliseconds of life a link has to have left: time enough to begin with what is behind it. */
const LIFE_MS = 60_000;

/** Attachments with links that have life left: each asked for once while it has, by however many show it. */
export function createFreshLinks(transport: Transport, clock: Clock): (uploadId: Id) => Promise<Attachment> {
  const held = new Map<Id, Promise<Attachment>>();
  const endsAt = new Map<Id, number>();

  async function ask(uploadId: Id): Promise<Attachment> {
    const { attachment, refusal } = await transport.upload(uploadId);
    if (refusal) throw new TransportError(refusal.appCode, refusal.message);
    if (!attachment) throw new TransportError('UNAVAILABLE', 'the file is not ready yet');
    // Links live for minutes, whatever the clock of this device says.
    endsAt.set(uploadId, Math.max(Date.parse(attachment.expiresAt), clock.now() + 2 * LIFE_MS));
    return attachment;
  }

  function forget(uploadId: Id): void {
    held.delete(uploadId);
    endsAt.delete(uploadId);
  }

  return (uploadId) => {
    for (const [id, end] of endsAt) if (end - clock.now() < LIFE_MS) forget(id);
    const known = held.get(uploadId);
    if (known) return known;
    const asked = ask(uploadId);
    held.set(uploadId, asked);
    asked.catch(() => forget(uploadId));
    return asked;
  };
}
