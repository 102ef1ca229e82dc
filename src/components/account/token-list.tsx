import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useMessageOf } from '~/components/app/error-words';
import { useFormats } from '~/components/app/formats';
import { trpc } from '~/components/app/trpc';
import { Button } from '~/components/ui/button';
import { FormError } from '~/components/ui/form-error';
import { Spinner } from '~/components/ui/spinner';
import type { AccessToken } from '~/contract/account';

export function TokenList() {
  const common = useTranslations('common');
  const t = useTranslations('account');
  const messageOf = useMessageOf();
  const tokens = trpc.token.list.useQuery();
  if (tokens.isPending) return <Spinner label={common('loading')} />;
  if (tokens.isError) {
    return (
      <div className="grid gap-2">
        <FormError message={messageOf(tokens.error)} />
        <Button onClick={() => void tokens.refetch()}>{common('retry')}</Button>
      </div>
    );
  }
  if (tokens.data.length === 0) return <p className="text-sm">{t('noTokens')}</p>;
  return (
    <ul aria-label={t('yourTokens')} className="divide-y divide-line rounded-xl border border-line">
      {tokens.data.map((token) => (
        <TokenRow key={token.id} token={token} />
      ))}
    </ul>
  );
}

/** Asks once more before it revokes: a program somewhere may stop working. */
function TokenRow({ token }: { readonly token: AccessToken }) {
  const t = useTranslations('account');
  const { fullDate } = useFormats();
  const messageOf = useMessageOf();
  const [asking, setAsking] = useState(false);
  const list = trpc.useUtils().token.list;
  const revoke = trpc.token.revoke.useMutation({ onSettled: () => list.invalidate() });
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 p-3">
      <div className="min-w-0 flex-1">
        <p className="wrap-anything font-medium">
          <bdi>{token.label}</bdi>
        </p>
        <p className="text-xs text-muted">
          {t('created', { date: fullDate(token.createdAt) })} ·{' '}
          {token.lastUsedAt ? t('lastUsed', { date: fullDate(token.lastUsedAt) }) : t('neverUsed')}
        </p>
      </div>
      {asking ? (
        <div className="flex gap-2">
          <Button onClick={() => setAsking(false)}>{t('keep')}</Button>
          <Button look="danger" busy={revoke.isPending} onClick={() => revoke.mutate({ tokenId: token.id })}>
            {t('revoke')}
          </Button>
        </div>
      ) : (
        <Button aria-label={t('revokeNamed', { label: token.label })} onClick={() => setAsking(true)}>
          {t('revoke')}
        </Button>
      )}
      {revoke.isError && <FormError message={messageOf(revoke.error)} />}
    </li>
  );
}
