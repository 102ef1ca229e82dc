import { useTranslations } from 'use-intl/react';
import { useFormats } from '~/components/app/formats';
import { trpc } from '~/components/app/trpc';
import { Waiting } from './listed';

/** Milliseconds between two looks while the tab is open. */
const LOOK_MS = 5_000;

export function LiveTab() {
  const t = useTranslations('admin');
  const { number, exactTime, fileSize } = useFormats();
  const live = trpc.admin.live.useQuery(undefined, { refetchInterval: LOOK_MS });
  if (!live.data) return <Waiting isPending={live.isPending} error={live.error} refetch={live.refetch} />;
  const { people, online, connections, conversations, messagesLastMinute, database, bus, processes } = live.data;
  const answers = (ms: number | null) => (ms === null ? t('away') : t('answersIn', { ms }));
  const figures = [
    ['people', number(people)],
    ['online', number(online)],
    ['connections', number(connections)],
    ['conversations', number(conversations)],
    ['messages', number(messagesLastMinute)],
    ['database', answers(database)],
    ['bus', answers(bus)],
  ] as const;
  return (
    <div className="grid gap-6">
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-3">
        {figures.map(([figure, value]) => (
          <div key={figure} className="grid content-between gap-1 rounded-xl border border-line bg-raised p-3">
            <dt className="text-xs text-muted">{t('figure', { figure })}</dt>
            <dd className="text-lg font-semibold tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      <section aria-label={t('processes')} className="grid gap-2">
        <h2 className="text-sm font-semibold">{t('processes')}</h2>
        <ul className="divide-y divide-line rounded-xl border border-line bg-raised">
          {processes.map(({ id, host, pid, version, node, startedAt, connections: open, memoryBytes }) => (
            <li key={id} className="wrap-anything grid gap-0.5 px-3 py-2 text-sm">
              <bdi className="font-medium">
                {host}:{pid}
              </bdi>
              <span className="text-xs text-muted">{t('process', { version, node, time: exactTime(startedAt) })}</span>
              <span className="text-xs text-muted">
                {t('processUses', { count: open, size: fileSize(memoryBytes) })}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
