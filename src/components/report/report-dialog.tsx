import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Done } from '~/components/account/done';
import { useMessageOf } from '~/components/app/error-words';
import { Requests } from '~/components/app/requests';
import { trpc } from '~/components/app/trpc';
import { Button } from '~/components/ui/button';
import { Dialog } from '~/components/ui/dialog';
import { FormError } from '~/components/ui/form-error';
import { INPUT } from '~/components/ui/text-field';
import type { MessageEntry } from '~/contract/entry';
import type { ReportReason } from '~/contract/report';

const REASONS: readonly ReportReason[] = ['spam', 'abuse', 'illegal', 'other'];

interface ReportDialogProps {
  readonly message: MessageEntry;
  readonly onClose: () => void;
}

/** Tells those who run the installation of a message. */
export default function ReportDialog({ message, onClose }: ReportDialogProps) {
  const t = useTranslations('report');
  return (
    <Dialog title={t('title')} onClose={onClose}>
      <Requests>
        <Form message={message} onClose={onClose} />
      </Requests>
    </Dialog>
  );
}

function Form({ message, onClose }: ReportDialogProps) {
  const common = useTranslations('common');
  const t = useTranslations('report');
  const messageOf = useMessageOf();
  const [reportReason, setReason] = useState<ReportReason>('spam');
  const report = trpc.report.create.useMutation();

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const note = String(new FormData(event.currentTarget).get('note') ?? '');
    const { conversationId, id: messageId } = message;
    report.mutate({ conversationId, messageId, reportReason, note });
  }

  if (report.isSuccess) return <Done onClose={onClose}>{t('sent')}</Done>;
  return (
    <form onSubmit={submit} className="grid gap-4">
      <p className="text-sm text-muted">{t('explains')}</p>
      <fieldset className="grid gap-1">
        <legend className="pb-1 text-sm font-medium">{t('why')}</legend>
        {REASONS.map((reason) => (
          <label key={reason} className="flex min-h-11 items-center gap-3">
            <input
              type="radio"
              name="reason"
              checked={reportReason === reason}
              onChange={() => setReason(reason)}
              className="size-4 accent-accent"
            />
            {t('reason', { reason })}
          </label>
        ))}
      </fieldset>
      <label className="grid gap-1.5 text-sm font-medium">
        {t('note')}
        <textarea name="note" rows={3} maxLength={1000} dir="auto" className={`${INPUT} py-2 font-normal`} />
      </label>
      <FormError message={report.isError ? messageOf(report.error) : undefined} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{common('cancel')}</Button>
        <Button type="submit" look="danger" busy={report.isPending}>
          {t('send')}
        </Button>
      </div>
    </form>
  );
}
