import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { useFormats } from '~/components/app/formats';
import { trpc } from '~/components/app/trpc';
import { Waiting } from './listed';

export function StorageTab() {
  const t = useTranslations('admin');
  const { fileSize } = useFormats();
  const storage = trpc.admin.storage.useQuery();
  if (!storage.data) return <Waiting isPending={storage.isPending} error={storage.error} refetch={storage.refetch} />;
  const { total, byKind, byPerson, biggest } = storage.data;
  if (total.files === 0) return <p className="py-8 text-center text-sm text-muted">{t('noFiles')}</p>;
  return (
    <div className="grid gap-6">
      <p className="text-lg font-semibold">{t('total', { size: fileSize(total.bytes), count: total.files })}</p>
      <Lines
        title={t('byKind')}
        lines={byKind.map(({ kind, bytes }) => [kind, t('fileKind', { kind }), fileSize(bytes)])}
      />
      <Lines
        title={t('byPerson')}
        lines={byPerson.map(({ user, bytes }) => [user.id, <bdi key={user.id}>{user.name}</bdi>, fileSize(bytes)])}
      />
      <Lines
        title={t('biggest')}
        lines={biggest.map(({ uploadId, filename, owner, bytes }) => [
          uploadId,
          <span key={uploadId}>
            <bdi>{filename}</bdi>
            {owner && (
              <span className="block text-xs text-muted">
                <bdi>{owner.name}</bdi>
              </span>
            )}
          </span>,
          fileSize(bytes),
        ])}
      />
    </div>
  );
}

interface LinesProps {
  readonly title: string;
  readonly lines: readonly (readonly [key: string, what: ReactNode, size: string])[];
}

function Lines({ title, lines }: LinesProps) {
  return (
    <section aria-label={title} className="grid gap-2">
      <h2 className="text-sm font-semibold">{title}</h2>
      <ul className="divide-y divide-line rounded-xl border border-line bg-raised">
        {lines.map(([key, what, size]) => (
          <li key={key} className="flex min-h-11 items-center justify-between gap-3 px-3 py-2 text-sm">
            <span className="wrap-anything min-w-0">{what}</span>
            <span className="shrink-0 text-muted tabular-nums">{size}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
