import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useFormats } from '~/components/app/formats';
import { trpc } from '~/components/app/trpc';
import { bdi } from '~/components/ui/bdi';
import { Button } from '~/components/ui/button';
import { Dialog } from '~/components/ui/dialog';
import type { AdminReport, ReportOutcome } from '~/contract/report';
import { Badge } from './badge';
import { Choice } from './choice';
import { Confirm } from './confirm';
import { Listed } from './listed';
import { usePages } from './use-pages';

const OUTCOMES: readonly ReportOutcome[] = ['dismissed', 'deleted', 'disabled'];

interface Decision {
  readonly report: AdminReport;
  readonly outcome: ReportOutcome;
}

export function ReportsTab() {
  const t = useTranslations('admin');
  const [show, setShow] = useState<'waiting' | 'handled'>('waiting');
  const [decision, setDecision] = useState<Decision | null>(null);
  const utils = trpc.useUtils();
  const handle = trpc.admin.handleReport.useMutation();
  const handled = show === 'handled';
  const reports = usePages('reports', { handled }, (cursor) => utils.client.admin.reports.query({ handled, cursor }));

  async function carryOut({ report, outcome }: Decision, reason: string | undefined) {
    await handle.mutateAsync({ reportId: report.id, outcome, ...(reason !== undefined && { reason }) });
    setDecision(null);
    await utils.admin.invalidate();
  }

  return (
    <div className="grid gap-4">
      <Choice
        label={t('show')}
        value={show}
        options={[
          ['waiting', t('waiting')],
          ['handled', t('handled')],
        ]}
        onChoose={setShow}
      />
      <Listed
        label={t('reports')}
        pages={reports}
        empty={handled ? t('noneHandled') : t('noReports')}
        keyOf={({ id }) => id}
      >
        {(report) => <ReportRow report={report} onDecide={(outcome) => setDecision({ report, outcome })} />}
      </Listed>
      {decision && (
        <Dialog title={t('decide', { outcome: decision.outcome })} onClose={() => setDecision(null)}>
          <Confirm
            action={t('decide', { outcome: decision.outcome })}
            dangerous={decision.outcome !== 'dismissed'}
            onConfirm={(reason) => carryOut(decision, reason)}
            onCancel={() => setDecision(null)}
          >
            {t('decideDoes', { outcome: decision.outcome })}
          </Confirm>
        </Dialog>
      )}
    </div>
  );
}

interface ReportRowProps {
  readonly report: AdminReport;
  readonly onDecide: (outcome: ReportOutcome) => void;
}

function ReportRow({ report, onDecide }: ReportRowProps) {
  const common = useTranslations('common');
  const t = useTranslations('admin');
  const words = useTranslations('report');
  const { exactTime } = useFormats();
  const { author, reporter, conversationName, text, filenames, reason, note, outcome, at } = report;
  const somebody = common('somebody');
  return (
    <article className="grid gap-2 text-sm">
      <p className="flex flex-wrap items-center gap-x-2">
        <Badge alarming>{words('reason', { reason })}</Badge>
        <span className="wrap-anything">
          {t.rich('wroteIn', {
            author: author?.name ?? somebody,
            place: conversationName ?? t('directPlace'),
            bdi,
          })}
        </span>
      </p>
      <blockquote
        dir="auto"
        className="wrap-anything rounded-lg border-line border-s-4 bg-panel px-3 py-2 whitespace-pre-wrap"
      >
        {text || <span className="text-muted">{t('noText')}</span>}
        {filenames.map((filename) => (
          <span key={filename} className="block text-muted">
            <bdi>{filename}</bdi>
          </span>
        ))}
      </blockquote>
      {note && (
        <p dir="auto" className="wrap-anything">
          {note}
        </p>
      )}
      <p className="text-xs text-muted">
        {t.rich('reportedBy', { name: reporter?.name ?? somebody, time: exactTime(at), bdi })}
      </p>
      {outcome ? (
        <p className="text-xs text-muted">{words('outcome', { outcome })}</p>
      ) : (
        <div className="flex flex-wrap gap-2">
          {OUTCOMES.map((each) => (
            <Button key={each} look={each === 'dismissed' ? 'plain' : 'wary'} onClick={() => onDecide(each)}>
              {t('decide', { outcome: each })}
            </Button>
          ))}
        </div>
      )}
    </article>
  );
}
