import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { NO_ERRORS, problemsIn, useProblemIn, valuesOf } from '~/components/app/check-input';
import { fieldErrorsOf, useMessageOf } from '~/components/app/error-words';
import { trpc } from '~/components/app/trpc';
import { Button } from '~/components/ui/button';
import { FormError } from '~/components/ui/form-error';
import { TextField } from '~/components/ui/text-field';
import type { Id } from '~/contract/primitives';
import type { NewWebhook, WebhookDirection } from '~/contract/webhook';

interface WebhookFormProps {
  readonly conversationId: Id;
  readonly onCancel: () => void;
  readonly onMade: (made: NewWebhook) => void;
}

export function WebhookForm({ conversationId, onCancel, onMade }: WebhookFormProps) {
  const problem = useProblemIn();
  const common = useTranslations('common');
  const t = useTranslations('webhooks');
  const messageOf = useMessageOf();
  const [direction, setDirection] = useState<WebhookDirection>('incoming');
  const [errors, setErrors] = useState(NO_ERRORS);
  const [refused, setRefused] = useState<unknown>();
  const list = trpc.useUtils().webhook.list;
  const create = trpc.webhook.create.useMutation({ onSuccess: () => list.invalidate({ conversationId }) });

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const { name = '', url = '' } = valuesOf(event.currentTarget);
    const input = { conversationId, direction, name, ...(direction === 'outgoing' && { url }) };
    const schemas = await import('~/contract/webhook');
    const problems = problemsIn(schemas.createWebhook, input);
    setErrors(problems);
    setRefused(undefined);
    if (Object.keys(problems).length > 0) return;
    try {
      onMade(await create.mutateAsync(input));
    } catch (error) {
      const fields = fieldErrorsOf(error);
      setErrors(fields);
      if (Object.keys(fields).length === 0) setRefused(error);
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="grid gap-4">
      <fieldset className="grid gap-1">
        <legend className="pb-1 text-sm font-medium">{t('direction')}</legend>
        {(['incoming', 'outgoing'] as const).map((each) => (
          <label key={each} className="flex min-h-11 items-center gap-3">
            <input
              type="radio"
              name="direction"
              value={each}
              checked={direction === each}
              onChange={() => setDirection(each)}
              className="size-4 accent-accent"
            />
            {t(each)}
          </label>
        ))}
      </fieldset>
      <TextField
        label={t('name')}
        name="name"
        placeholder={t('nameExample')}
        hint={direction === 'incoming' ? t('nameHint') : undefined}
        autoComplete="off"
        error={problem(errors.name)}
      />
      {direction === 'outgoing' && (
        <TextField
          label={t('url')}
          name="url"
          type="url"
          dir="ltr"
          placeholder="https://example.org/hook"
          autoComplete="off"
          error={problem(errors.url)}
        />
      )}
      <FormError message={refused === undefined ? undefined : messageOf(refused)} />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{common('cancel')}</Button>
        <Button type="submit" look="primary" busy={create.isPending}>
          {t('create')}
        </Button>
      </div>
    </form>
  );
}
