import { useState } from 'react';
import { messageOf } from '~/components/app/error-words';
import { fullDate } from '~/components/app/times';
import { trpc } from '~/components/app/trpc';
import { Button } from '~/components/ui/button';
import { FormError } from '~/components/ui/form-error';
import { Spinner } from '~/components/ui/spinner';
import type { AccessToken } from '~/contract/account';

export function TokenList() {
  const tokens = trpc.token.list.useQuery();
  if (tokens.isPending) return <Spinner label="Loading" />;
  if (tokens.isError) {
    return (
      <div className="grid gap-2">
        <FormError message={messageOf(tokens.error)} />
        <Button onClick={() => void tokens.refetch()}>Try again</Button>
      </div>
    );
  }
  if (tokens.data.length === 0) return <p className="text-sm">You have none yet.</p>;
  return (
    <ul aria-label="Your tokens" className="divide-y divide-line rounded-xl border border-line">
      {tokens.data.map((token) => (
        <TokenRow key={token.id} token={token} />
      ))}
    </ul>
  );
}

/** Asks once more before it revokes: a program somewhere may stop working. */
function TokenRow({ token }: { readonly token: AccessToken }) {
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
          Created {fullDate(token.createdAt)} ·{' '}
          {token.lastUsedAt ? `last used ${fullDate(token.lastUsedAt)}` : 'never used'}
        </p>
      </div>
      {asking ? (
        <div className="flex gap-2">
          <Button onClick={() => setAsking(false)}>Keep</Button>
          <Button look="danger" busy={revoke.isPending} onClick={() => revoke.mutate({ tokenId: token.id })}>
            Revoke
          </Button>
        </div>
      ) : (
        <Button aria-label={`Revoke ${token.label}`} onClick={() => setAsking(true)}>
          Revoke
        </Button>
      )}
      {revoke.isError && <FormError message={messageOf(revoke.error)} />}
    </li>
  );
}
