import { Check, CheckCheck, CircleAlert, Clock, type LucideIcon } from 'lucide-react';
import type { OutboxItem } from '~/sync/state';

export type Delivery = OutboxItem['status'] | 'sent' | 'delivered' | 'read';

const LOOKS: Record<Delivery, { words: string; icon: LucideIcon; look?: string }> = {
  queued: { words: 'Waiting to be sent', icon: Clock },
  sending: { words: 'Sending', icon: Clock },
  failed: { words: 'Not sent', icon: CircleAlert, look: 'text-danger-text' },
  sent: { words: 'Sent', icon: Check },
  delivered: { words: 'Delivered', icon: CheckCheck },
  read: { words: 'Read', icon: CheckCheck, look: 'text-accent-text' },
};

/** How far one's own message has come. */
export function DeliveryMark({ status }: { readonly status: Delivery }) {
  const { words, icon: Icon, look } = LOOKS[status];
  return (
    <span role="img" aria-label={words} title={words} className={look}>
      <Icon className="size-3.5" strokeWidth={status === 'read' ? 2.75 : 2} />
    </span>
  );
}
