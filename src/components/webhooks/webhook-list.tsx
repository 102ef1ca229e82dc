import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useMessageOf } from '~/components/app/error-words';
import { useFormats } from '~/components/app/formats';
import { trpc } from '~/components/app/trpc';
import { Button } from '~/components/ui/button';
import { FormError } from '~/components/ui/form-error';
import { Spinner } from '~/components/ui/spinner';
import type { Id } from '~/contract/primitives';
import type { NewWebhook, Webhook } from '~/contract/webhook';

/** What asks once more, and its name beside those of the others. */
const ASKED = [
  ['rotate', 'rotateNamed'],
  ['remove', 'removeNamed'],
] as const;

interface WebhookListProps {
  readonly conversationId: Id;
  readonly onRotated: (made: NewWebhook) => void;
}

export function WebhookList({ conversationId, onRotated }: WebhookListProps) {
  const common = useTranslations('common');
  const t = useTranslations('webhooks');
  const messageOf = useMessageOf();
  const webhooks = trpc.webhook.list.useQuery({ conversationId });
  if (webhooks.isPending) return <Spinner label={common('loading')} />;
  if (webhooks.isError) {
    return (
      <div className="grid gap-2">
        <FormError message={messageOf(webhooks.error)} />
        <Button onClick={() => void webhooks.refetch()}>{common('retry')}</Button>
      </div>
    );
  }
  if (webhooks.data.length === 0) return <p className="text-sm">{t('none')}</p>;
  return (
    <ul aria-label={t('list')} className="divide-y divide-line rounded-xl border border-line">
      {webhooks.data.map((webhook) => (
        <WebhookRow key={webhook.id} webhook={webhook} onRotated={onRotated} />
      ))}
    </ul>
  );
}

/** Asks once more before it removes or changes the secret: a program somewhere stops working. */
function WebhookRow({
  webhook,
  onRotated,
}: {
  readonly webhook: Webhook;
  readonly onRotated: WebhookListProps['onRotated'];
}) {
  const t = useTranslations('webhooks');
  const { fullDate } = useFormats();
  const messageOf = useMessageOf();
  const [asking, setAsking] = useState<'remove' | 'rotate' | null>(null);
  const list = trpc.useUtils().webhook.list;
  const { id: webhookId, conversationId, name, direction, url, usedAt } = webhook;
  const remove = trpc.webhook.remove.useMutation({ onSettled: () => list.invalidate({ conversationId }) });
  const rotate = trpc.webhook.rotateSecret.useMutation({
    onSuccess: onRotated,
    onSettled: () => list.invalidate({ conversationId }),
  });
  const act = asking === 'remove' ? remove : rotate;
  const error = remove.error ?? rotate.error;
  return (
    <li className="grid gap-2 p-3">
      <div className="min-w-0">
        <p className="wrap-anything font-medium">
          <bdi>{name}</bdi>
        </p>
        <p className="text-xs text-muted">
          {t(direction)} · {usedAt ? t('lastUsed', { date: fullDate(usedAt) }) : t('neverUsed')}
        </p>
        <p dir="ltr" className="wrap-anything text-start text-xs text-muted select-all">
          {direction === 'incoming' ? window.location.origin + url : url}
        </p>
      </div>
      <Trouble webhook={webhook} />
      <div className="flex flex-wrap gap-2">
        {asking ? (
          <>
            <Button onClick={() => setAsking(null)}>{t('keep')}</Button>
            <Button look="danger" busy={act.isPending} onClick={() => act.mutate({ conversationId, webhookId })}>
              {t(asking)}
            </Button>
          </>
        ) : (
          ASKED.map(([each, named]) => (
            <Button key={each} aria-label={t(named, { name })} onClick={() => setAsking(each)}>
              {t(each)}
            </Button>
          ))
        )}
      </div>
      {error && <FormError message={messageOf(error)} />}
    </li>
  );
}

/** Why it does nothing, or not what it should. */
function Trouble({ webhook: { working, failure, givenUp } }: { readonly webhook: Webhook }) {
  const t = useTranslations('webhooks');
  const { fullDate } = useFormats();
  if (working && !failure && givenUp === 0) return null;
  return (
    <div className="grid gap-1 text-sm text-danger">
      {!working && <p>{t('stopped')}</p>}
      {failure && (
        <p>
          {t('failing', {
            fault: failure.fault,
            status: String(failure.status),
            attempts: failure.attempts,
            date: fullDate(failure.at),
          })}
        </p>
      )}
      {givenUp > 0 && <p>{t('givenUp', { count: givenUp })}</p>}
    </div>
  );
}
