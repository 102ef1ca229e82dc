import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useFormats } from '~/components/app/formats';
import { trpc } from '~/components/app/trpc';
import { useSettled } from '~/components/app/use-settled';
import { Avatar } from '~/components/ui/avatar';
import { Button } from '~/components/ui/button';
import { SearchField } from '~/components/ui/search-field';
import type { AdminConversation } from '~/contract/admin';
import { Badge } from './badge';
import { Choice } from './choice';
import { Listed } from './listed';
import { RoomDialog } from './room-dialog';
import { usePages } from './use-pages';

/** Milliseconds without a key before it is looked for. */
const TYPING_MS = 250;

export function RoomsTab() {
  const t = useTranslations('admin');
  const [query, setQuery] = useState('');
  const [kind, setKind] = useState<'all' | 'room' | 'group' | 'direct'>('all');
  const [managed, setManaged] = useState<AdminConversation | null>(null);
  const asked = useSettled(query.trim(), TYPING_MS);
  const { client } = trpc.useUtils();
  const input = { query: asked, ...(kind !== 'all' && { kind }) };
  const rooms = usePages('conversations', input, (cursor) => client.admin.conversations.query({ ...input, cursor }));
  const kinds = (['room', 'group', 'direct'] as const).map((each) => [each, t('kind', { kind: each })] as const);
  return (
    <div className="grid gap-4">
      <div className="grid items-end gap-3 sm:grid-cols-[1fr_12rem]">
        <SearchField label={t('findRooms')} placeholder={t('findRooms')} value={query} onSearch={setQuery} />
        <Choice label={t('show')} value={kind} options={[['all', t('all')], ...kinds]} onChoose={setKind} />
      </div>
      <Listed label={t('rooms')} pages={rooms} empty={t('noRooms')} keyOf={({ id }) => id}>
        {(room) => <RoomRow room={room} onManage={() => setManaged(room)} />}
      </Listed>
      {managed && <RoomDialog room={managed} onClose={() => setManaged(null)} />}
    </div>
  );
}

/** What it is called; a direct one by its two people. */
export function useRoomTitle(): (room: AdminConversation) => string {
  const { list } = useFormats();
  return ({ name, slug, people }) => name ?? slug ?? list(people.map((person) => person.name));
}

function RoomRow({ room, onManage }: { readonly room: AdminConversation; readonly onManage: () => void }) {
  const t = useTranslations('admin');
  const { fileSize, fullDate } = useFormats();
  const title = useRoomTitle()(room);
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Avatar id={room.id} name={title} kind={room.kind === 'direct' ? 'person' : room.kind} size="small" />
      <div className="min-w-0 flex-1 basis-48">
        <p className="wrap-anything flex flex-wrap items-center gap-x-2 text-sm font-semibold">
          <bdi>{title}</bdi> <Badge>{t('kind', { kind: room.kind })}</Badge>
        </p>
        <p className="wrap-anything text-xs text-muted">
          {t('membersCount', { count: room.memberCount })} · {t('entriesCount', { count: room.entries })} ·{' '}
          {fileSize(room.bytes)} · {fullDate(room.lastActivityAt)}
        </p>
      </div>
      <Button aria-label={t('manage', { name: title })} onClick={onManage}>
        …
      </Button>
    </div>
  );
}
