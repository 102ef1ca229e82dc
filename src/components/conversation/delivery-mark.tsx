import { Check, CheckCheck, CircleAlert, Clock, type IconNode } from 'lucide';
import { useTranslations } from 'use-intl/react';
import { Icon } from '~/components/ui/icon';
import type { OutboxItem } from '~/sync/state';

export type Delivery = OutboxItem['status'] | 'sent' | 'delivered' | 'read';

const LOOKS: Record<Delivery, { icon: IconNode; look?: string }> = {
  queued: { icon: Clock },
  sending: { icon: Clock },
  failed: { icon: CircleAlert, look: 'text-danger-text' },
  sent: { icon: Check },
  delivered: { icon: CheckCheck },
  read: { icon: CheckCheck, look: 'text-accent-text' },
};

/** How far one's own message has come. */
export function DeliveryMark({ status }: { readonly status: Delivery }) {
  const t = useTranslations('message');
  const { icon, look } = LOOKS[status];
  const words = t(status);
  return (
    <span role="img" aria-label={words} title={words} className={look}>
      <Icon of={icon} className="size-3.5" strokeWidth={status === 'read' ? 2.75 : 2} />
    </span>
  );
}
