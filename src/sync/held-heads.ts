import type { Event, Head } from '~/contract/events';
import type { Id } from '~/contract/primitives';

/** What a feed has told so far, as it would tell somebody who comes now. */
export interface HeldHeads {
  note(event: Event): void;
  /** The heads as of now, and what has to be read anew since the feed told all of them. */
  events(): readonly Event[];
}

export function createHeldHeads(userId: Id): HeldHeads {
  const heads = new Map<Id, Head>();
  const resets = new Map<Id, Event>();

  function raise(conversationId: Id, { seq = 0, readSeq = 0, deliveredSeq = 0 }: Partial<Head>): void {
    const held = heads.get(conversationId);
    heads.set(conversationId, {
      conversationId,
      seq: Math.max(seq, held?.seq ?? 0),
      readSeq: Math.max(readSeq, held?.readSeq ?? 0),
      deliveredSeq: Math.max(deliveredSeq, held?.deliveredSeq ?? 0),
    });
  }

  return {
    note(event) {
      if (event.type === 'heads') {
        heads.clear();
        resets.clear();
        for (const head of event.heads) heads.set(head.conversationId, head);
      } else if (event.type === 'entry') raise(event.entry.conversationId, { seq: event.entry.seq });
      else if (event.type === 'conversation') {
        const { id, head, readSeq, deliveredSeq } = event.conversation;
        raise(id, { seq: head, readSeq, deliveredSeq });
      } else if (event.type === 'receipt' && event.userId === userId) raise(event.conversationId, { ...event });
      else if (event.type === 'left') heads.delete(event.conversationId);
      else if (event.type === 'reset') resets.set(event.conversationId, event);
    },
    events: () => [{ type: 'heads', heads: [...heads.values()] }, ...resets.values()],
  };
}
