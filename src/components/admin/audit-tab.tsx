import { useTranslations } from 'use-intl/react';
import { useFormats } from '~/components/app/formats';
import { trpc } from '~/components/app/trpc';
import { Badge } from './badge';
import { Listed } from './listed';
import { usePages } from './use-pages';

export function AuditTab() {
  const t = useTranslations('admin');
  const { exactTime } = useFormats();
  const { client } = trpc.useUtils();
  const lines = usePages('audit', {}, (cursor) => client.admin.audit.query({ cursor }));
  return (
    <Listed label={t('audit')} pages={lines} empty={t('noAudit')} keyOf={({ id }) => id}>
      {({ at, by, action, target, reason, refusal }) => (
        <div className="grid gap-0.5 text-sm">
          <p className="wrap-anything flex flex-wrap items-center gap-x-2">
            <bdi className="font-semibold">{by ? by.name : t('byCommand')}</bdi>
            <span>{t('did', { action })}</span>
            {target.name && <bdi className="font-medium">{target.name}</bdi>}
            {refusal && <Badge alarming>{t('cameToNothing')}</Badge>}
          </p>
          {reason && (
            <p dir="auto" className="wrap-anything text-muted">
              {reason}
            </p>
          )}
          <time dateTime={at} className="text-xs text-muted">
            {exactTime(at)}
          </time>
        </div>
      )}
    </Listed>
  );
}
