import type { Key, ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { useMessageOf } from '~/components/app/error-words';
import { Button } from '~/components/ui/button';
import { FormError } from '~/components/ui/form-error';
import { Spinner } from '~/components/ui/spinner';
import type { Page } from '~/contract/admin';

/** What an infinite query of pages answers with, as far as a list needs it. */
interface Pages<T> {
  readonly data: { readonly pages: readonly Page<T>[] } | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
  readonly refetch: () => unknown;
}

interface ListedProps<T> {
  readonly label: string;
  readonly pages: Pages<T>;
  readonly empty: string;
  readonly keyOf: (item: T) => Key;
  readonly children: (item: T) => ReactNode;
}

/** A list that comes in pages; says why there is nothing in it. */
export function Listed<T>({ label, pages, empty, keyOf, children }: ListedProps<T>) {
  const t = useTranslations('admin');
  if (!pages.data) return <Waiting isPending={pages.isPending} error={pages.error} refetch={pages.refetch} />;
  const items = pages.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <p className="py-8 text-center text-sm text-muted">{empty}</p>;
  return (
    <div className="grid gap-3">
      <ul aria-label={label} className="divide-y divide-line rounded-xl border border-line bg-raised">
        {items.map((item) => (
          <li key={keyOf(item)} className="p-3">
            {children(item)}
          </li>
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </div>
  );
}

interface WaitingProps {
  readonly isPending: boolean;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

/** In place of what is being asked for, or could not be had. */
export function Waiting({ isPending, error, refetch }: WaitingProps) {
  const common = useTranslations('common');
  const messageOf = useMessageOf();
  if (isPending) {
    return (
      <div className="grid justify-items-center py-8">
        <Spinner label={common('loading')} />
      </div>
    );
  }
  return (
    <div className="grid gap-2">
      <FormError message={messageOf(error)} />
      <Button onClick={() => void refetch()}>{common('retry')}</Button>
    </div>
  );
}
