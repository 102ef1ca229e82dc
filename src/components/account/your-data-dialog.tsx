import { useTranslations } from 'use-intl/react';
import { useMessageOf } from '~/components/app/error-words';
import { useFormats } from '~/components/app/formats';
import { Requests } from '~/components/app/requests';
import { trpc } from '~/components/app/trpc';
import { Button } from '~/components/ui/button';
import { Dialog } from '~/components/ui/dialog';
import { FormError } from '~/components/ui/form-error';
import { Spinner } from '~/components/ui/spinner';

/** What there is of the person, to take away, and what became of what they reported. */
export default function YourDataDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('exports');
  return (
    <Dialog title={t('yourData')} onClose={onClose}>
      <Requests>
        <div className="grid gap-6">
          <Export />
          <Reports />
        </div>
      </Requests>
    </Dialog>
  );
}

function Export() {
  const t = useTranslations('exports');
  const messageOf = useMessageOf();
  const make = trpc.account.export.useMutation({ onSuccess: ({ url }) => window.location.assign(url) });
  return (
    <section className="grid gap-3">
      <p className="text-sm text-muted">{t('explains')}</p>
      <Button look="primary" busy={make.isPending} onClick={() => make.mutate()}>
        {t('make')}
      </Button>
      {make.isSuccess && (
        <p role="status" className="text-sm">
          {t('begun')}
        </p>
      )}
      <FormError message={make.isError ? messageOf(make.error) : undefined} />
    </section>
  );
}

function Reports() {
  const common = useTranslations('common');
  const t = useTranslations('exports');
  const words = useTranslations('report');
  const messageOf = useMessageOf();
  const { fullDate } = useFormats();
  const mine = trpc.report.mine.useQuery({});
  return (
    <section aria-label={t('reports')} className="grid gap-2">
      <h3 className="text-sm font-semibold">{t('reports')}</h3>
      {mine.isPending && <Spinner label={common('loading')} />}
      {mine.isError && <FormError message={messageOf(mine.error)} />}
      {mine.data?.items.length === 0 && <p className="text-sm text-muted">{t('noReports')}</p>}
      <ul className="grid gap-2">
        {mine.data?.items.map(({ id, at, reason, conversationId, seq, outcome }) => (
          <li key={id} className="grid gap-0.5 rounded-lg border border-line p-3 text-sm">
            <span>{words('outcome', { outcome: outcome ?? 'waiting' })}</span>
            <a href={`/c/${conversationId}/m/${seq}`} className="text-xs text-accent-text underline">
              {words('reason', { reason })} · {fullDate(at)}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
