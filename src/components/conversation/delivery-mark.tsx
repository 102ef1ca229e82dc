import { Check, CircleAlert, Clock } from 'lucide-react';
import type { OutboxItem } from '~/sync/state';

type Status = OutboxItem['status'] | 'sent';

const WORDS: Record<Status, string> = {
  queued: 'Waiting to be sent',
  sending: 'Sending',
  failed: 'Not sent',
  sent: 'Sent',
};

/** How far one's own message has come. */
export function DeliveryMark({ status }: { readonly status: Status }) {
  const Icon = status === 'sent' ? Check : status === 'failed' ? CircleAlert : Clock;
  return (
    <span
      role="img"
      aria-label={WORDS[status]}
      title={WORDS[status]}
      className={status === 'failed' ? 'text-danger-text' : ''}
    >
      <Icon className="size-3.5" />
    </span>
  );
}
