import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useFormats } from '~/components/app/formats';
import { trpc } from '~/components/app/trpc';
import { useSettled } from '~/components/app/use-settled';
import { Avatar } from '~/components/ui/avatar';
import { Button } from '~/components/ui/button';
import { SearchField } from '~/components/ui/search-field';
import type { AdminPerson } from '~/contract/admin';
import type { Id } from '~/contract/primitives';
import { Badge } from './badge';
import { Choice } from './choice';
import { Listed } from './listed';
import { PersonDialog } from './person-dialog';
import { usePages } from './use-pages';

/** Milliseconds without a key before it is looked for. */
const TYPING_MS = 250;

export function PeopleTab({ meId }: { readonly meId: Id }) {
  const t = useTranslations('admin');
  const [query, setQuery] = useState('');
  const [only, setOnly] = useState<'everybody' | 'admins' | 'disabled'>('everybody');
  const [managed, setManaged] = useState<AdminPerson | null>(null);
  const asked = useSettled(query.trim(), TYPING_MS);
  const { client } = trpc.useUtils();
  const input = { query: asked, ...(only !== 'everybody' && { only }) };
  const people = usePages('people', input, (cursor) => client.admin.people.query({ ...input, cursor }));
  return (
    <div className="grid gap-4">
      <div className="grid items-end gap-3 sm:grid-cols-[1fr_12rem]">
        <SearchField label={t('findPeople')} placeholder={t('findPeople')} value={query} onSearch={setQuery} />
        <Choice
          label={t('show')}
          value={only}
          options={[
            ['everybody', t('everybody')],
            ['admins', t('admins')],
            ['disabled', t('disabled')],
          ]}
          onChoose={setOnly}
        />
      </div>
      <Listed label={t('people')} pages={people} empty={t('nobody')} keyOf={({ id }) => id}>
        {(person) => <PersonRow person={person} onManage={() => setManaged(person)} />}
      </Listed>
      {managed && <PersonDialog person={managed} isMe={managed.id === meId} onClose={() => setManaged(null)} />}
    </div>
  );
}

function PersonRow({ person, onManage }: { readonly person: AdminPerson; readonly onManage: () => void }) {
  const t = useTranslations('admin');
  const { fileSize } = useFormats();
  const { id, name, username, avatarUrl, email, role, disabledAt, erased, bytes } = person;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Avatar id={id} name={name} url={avatarUrl} size="small" />
      <div className="min-w-0 flex-1 basis-48">
        <p className="wrap-anything flex flex-wrap items-center gap-x-2 text-sm font-semibold">
          <bdi>{name}</bdi>
          {role === 'admin' && <Badge>{t('isAdmin')}</Badge>}
          {erased ? <Badge alarming>{t('isErased')}</Badge> : disabledAt && <Badge alarming>{t('isDisabled')}</Badge>}
        </p>
        <p className="wrap-anything text-xs text-muted">
          <bdi>@{username}</bdi> · <bdi>{email}</bdi>
          {bytes > 0 && <> · {fileSize(bytes)}</>}
        </p>
      </div>
      {!erased && (
        <Button aria-label={t('manage', { name })} onClick={onManage}>
          …
        </Button>
      )}
    </div>
  );
}
