import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useMessageOf } from '~/components/app/error-words';
import { trpc } from '~/components/app/trpc';
import { Button } from '~/components/ui/button';
import { Dialog } from '~/components/ui/dialog';
import { FormError } from '~/components/ui/form-error';
import type { Conversation } from '~/contract/conversation';

const DAYS = [1, 7, 14, 30, 90, 180, 365];

/** How long messages are kept; owners of a group or room choose it. */
export function Retention({ conversation }: { readonly conversation: Conversation }) {
  const t = useTranslations('report');
  const [open, setOpen] = useState(false);
  const { kind, role, retentionDays: days } = conversation;
  const isOwner = kind !== 'direct' && role === 'owner';
  if (days === null && !isOwner) return null;
  return (
    <section className="grid gap-2 text-sm">
      <p className="text-muted">{days === null ? t('retentionNone') : t('retention', { days })}</p>
      {isOwner && (
        <Button onClick={() => setOpen(true)} className="w-full">
          {t('retentionChange')}
        </Button>
      )}
      {open && <RetentionDialog conversation={conversation} onClose={() => setOpen(false)} />}
    </section>
  );
}

interface RetentionDialogProps {
  readonly conversation: Conversation;
  readonly onClose: () => void;
}

function RetentionDialog({ conversation, onClose }: RetentionDialogProps) {
  const common = useTranslations('common');
  const t = useTranslations('report');
  const messageOf = useMessageOf();
  const [days, setDays] = useState(conversation.retentionDays);
  const set = trpc.conversation.setRetention.useMutation({ onSuccess: onClose });
  const options = [...new Set([...DAYS, ...(conversation.retentionDays ? [conversation.retentionDays] : [])])];
  return (
    <Dialog title={t('retentionChange')} onClose={onClose}>
      <div className="grid gap-4">
        <fieldset className="grid">
          <legend className="sr-only">{t('retentionChange')}</legend>
          {[null, ...options.sort((a, b) => a - b)].map((each) => (
            <label key={each} className="flex min-h-11 items-center gap-3 text-sm">
              <input
                type="radio"
                name="days"
                checked={days === each}
                onChange={() => setDays(each)}
                className="size-4 accent-accent"
              />
              {each === null ? t('retentionLongest') : t('retentionDays', { days: each })}
            </label>
          ))}
        </fieldset>
        <p className="text-sm text-muted">{t('retentionHint')}</p>
        <FormError message={set.isError ? messageOf(set.error) : undefined} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button
            look={days === null ? 'primary' : 'danger'}
            busy={set.isPending}
            onClick={() => set.mutate({ conversationId: conversation.id, days })}
          >
            {common('save')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
