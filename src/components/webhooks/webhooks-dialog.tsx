import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Requests } from '~/components/app/requests';
import { Button } from '~/components/ui/button';
import { Dialog } from '~/components/ui/dialog';
import type { Id } from '~/contract/primitives';
import type { NewWebhook } from '~/contract/webhook';
import { NewSecret } from './new-secret';
import { WebhookForm } from './webhook-form';
import { WebhookList } from './webhook-list';

type View = { readonly at: 'list' } | { readonly at: 'form' } | ({ readonly at: 'made' } & NewWebhook);

interface WebhooksDialogProps {
  readonly conversationId: Id;
  readonly onClose: () => void;
}

/** For owners and admins of a group or room. */
export default function WebhooksDialog({ conversationId, onClose }: WebhooksDialogProps) {
  const t = useTranslations('webhooks');
  const [view, setView] = useState<View>({ at: 'list' });
  const toList = () => setView({ at: 'list' });
  const toSecret = (made: NewWebhook) => setView({ at: 'made', ...made });
  return (
    <Dialog title={t('title')} onClose={onClose}>
      <Requests>
        {view.at === 'list' && (
          <div className="grid gap-4">
            <p className="text-sm text-muted">{t('hint')}</p>
            <WebhookList conversationId={conversationId} onRotated={toSecret} />
            <Button look="primary" onClick={() => setView({ at: 'form' })}>
              {t('new')}
            </Button>
          </div>
        )}
        {view.at === 'form' && <WebhookForm conversationId={conversationId} onCancel={toList} onMade={toSecret} />}
        {view.at === 'made' && <NewSecret webhook={view.webhook} secret={view.secret} onDone={toList} />}
      </Requests>
    </Dialog>
  );
}
