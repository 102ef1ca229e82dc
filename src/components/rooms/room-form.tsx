import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { type FieldErrors, NO_ERRORS, problemsIn, useProblemIn } from '~/components/app/check-input';
import { appCodeOf, fieldErrorsOf, useMessageOf } from '~/components/app/error-words';
import { GoLink } from '~/components/app/go-link';
import { ROOMS } from '~/components/app/navigation';
import { trpc } from '~/components/app/trpc';
import { Button } from '~/components/ui/button';
import { FormError } from '~/components/ui/form-error';
import { TextField } from '~/components/ui/text-field';
import type { Conversation } from '~/contract/conversation';
import { NAME_MAX } from '~/contract/limits';
import { suggestSlug } from './suggest-slug';

interface RoomFormProps {
  readonly onCreated: (conversation: Conversation) => void;
  /** Goes to look for existing rooms instead. */
  readonly onLeave: () => void;
}

export function RoomForm({ onCreated, onLeave }: RoomFormProps) {
  const problem = useProblemIn();
  const t = useTranslations('rooms');
  const messageOf = useMessageOf();
  const [name, setName] = useState('');
  /** Null until the person writes an address of their own. */
  const [ownSlug, setOwnSlug] = useState<string | null>(null);
  const [errors, setErrors] = useState<FieldErrors>(NO_ERRORS);
  const slug = ownSlug ?? suggestSlug(name);
  const create = trpc.room.create.useMutation({
    onSuccess: onCreated,
    onError: (error) => setErrors(fieldErrorsOf(error)),
  });

  async function submit(event: FormEvent) {
    event.preventDefault();
    const schemas = await import('~/contract/conversation');
    const problems = problemsIn(schemas.createRoom, { name, slug });
    setErrors(problems);
    if (Object.keys(problems).length === 0) create.mutate({ name, slug });
  }

  const taken = create.isError && appCodeOf(create.error) === 'CONFLICT';
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="grid gap-4">
      <p className="text-sm text-muted">
        {t('everybody')}{' '}
        <GoLink href={ROOMS} onFollow={onLeave} className="font-medium text-accent-text underline underline-offset-2">
          {t('seeWhich')}
        </GoLink>
      </p>
      <TextField
        label={t('name')}
        value={name}
        onChange={(event) => setName(event.target.value)}
        maxLength={NAME_MAX}
        autoComplete="off"
        autoFocus
        error={problem(errors.name)}
      />
      <TextField
        label={t('address')}
        prefix="#"
        value={slug}
        onChange={(event) => {
          create.reset();
          setOwnSlug(event.target.value.toLowerCase().replaceAll(/\s+/g, '-'));
        }}
        maxLength={48}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        hint={t('addressHint')}
        error={problem(errors.slug) ?? (taken ? messageOf(create.error) : undefined)}
      />
      <FormError
        message={create.isError && !taken && !errors.slug && !errors.name ? messageOf(create.error) : undefined}
      />
      <Button
        type="submit"
        look="primary"
        busy={create.isPending}
        disabled={name.trim() === ''}
        className="justify-self-end"
      >
        {t('create')}
      </Button>
    </form>
  );
}
