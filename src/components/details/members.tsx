import { UserPlus } from 'lucide';
import { Suspense, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useSync } from '~/components/app/engine-context';
import { useMessageOf } from '~/components/app/error-words';
import { lazily } from '~/components/app/lazily';
import { trpc } from '~/components/app/trpc';
import { useIsOnline, useWatchPeople } from '~/components/people/use-presence';
import { UserLine } from '~/components/people/user-line';
import { Button } from '~/components/ui/button';
import { FormError } from '~/components/ui/form-error';
import { Icon } from '~/components/ui/icon';
import { Spinner } from '~/components/ui/spinner';
import type { Conversation, Member } from '~/contract/conversation';
import type { Id } from '~/contract/primitives';
import type { SyncState } from '~/sync/state';
import { AddPeopleDialog } from './add-people-dialog';
import { MemberDialog } from './member-dialog';

const ProfileDialog = lazily(() => import('~/components/people/profile-dialog'));

/** Milliseconds between two counts of who is here. */
const COUNTED_EVERY_MS = 15_000;

/** Members at the top of the list whose presence is followed. */
const WATCHED_MAX = 100;

export function Members({ conversation }: { readonly conversation: Conversation }) {
  const common = useTranslations('common');
  const t = useTranslations('details');
  const messageOf = useMessageOf();
  const { id, kind } = conversation;
  const meId = useSync((state) => state.me.id);
  const [adding, setAdding] = useState(false);
  const [selectedId, setSelectedId] = useState<Id | null>(null);
  const [profiled, setProfiled] = useState(false);
  const detail = trpc.conversation.get.useQuery({ conversationId: id });
  const { refetch } = detail;
  const unselect = () => {
    setSelectedId(null);
    setProfiled(false);
  };
  const changed = useSync((state) => lastSystemSeq(state, id));

  // biome-ignore lint/correctness/useExhaustiveDependencies: members come and go with system entries.
  useEffect(() => void refetch(), [changed, refetch]);

  const users = useSync((state) => state.users);
  // Called what they are called now, whenever the list was asked for.
  const members = (detail.data?.members ?? []).map((one) => ({ ...one, user: users.get(one.user.id) ?? one.user }));
  const selected = members.find(({ user }) => user.id === selectedId);
  useWatchPeople(members.slice(0, WATCHED_MAX).map(({ user }) => user.id));
  return (
    <section aria-labelledby="members-title" className="grid gap-2">
      <div className="flex min-h-10 items-center justify-between gap-2">
        <h3 id="members-title" className="text-sm font-semibold">
          {kind === 'direct' ? t('people') : t('memberCount', { count: conversation.memberCount })}
          {kind !== 'direct' && <OnlineCount conversationId={id} />}
        </h3>
        {kind === 'group' && detail.data && (
          <Button look="quiet" onClick={() => setAdding(true)} className="-me-3 px-3">
            <Icon of={UserPlus} className="size-4" />
            {t('addPeople')}
          </Button>
        )}
      </div>
      {detail.isPending && <Spinner label={t('loadingMembers')} />}
      {detail.isError && !detail.data && (
        <>
          <FormError message={messageOf(detail.error)} />
          <Button onClick={() => void refetch()}>{common('retry')}</Button>
        </>
      )}
      <ul aria-label={t('members')} className="-mx-2 grid">
        {members.map((member) => (
          <MemberLine
            key={member.user.id}
            user={member.user}
            role={kind === 'direct' ? 'member' : member.role}
            onSelect={() => setSelectedId(member.user.id)}
          />
        ))}
      </ul>
      {detail.data && conversation.memberCount > members.length && (
        <p className="text-sm text-muted">{t('more', { count: conversation.memberCount - members.length })}</p>
      )}
      {selected && (kind === 'direct' || selected.user.id === meId || profiled) && (
        <Suspense>
          <ProfileDialog user={selected.user} onClose={unselect} />
        </Suspense>
      )}
      {selected && kind !== 'direct' && selected.user.id !== meId && !profiled && (
        <MemberDialog
          conversation={conversation}
          member={selected}
          onProfile={() => setProfiled(true)}
          onClose={unselect}
        />
      )}
      {adding && (
        <AddPeopleDialog
          conversationId={id}
          memberIds={members.map((member) => member.user.id)}
          onClose={() => setAdding(false)}
        />
      )}
    </section>
  );
}

interface MemberLineProps extends Pick<Member, 'user' | 'role'> {
  readonly onSelect: () => void;
}

function MemberLine({ user, role, onSelect }: MemberLineProps) {
  const common = useTranslations('common');
  const t = useTranslations('details');
  const meId = useSync((state) => state.me.id);
  const online = useIsOnline(user.id);
  const notes = [user.id === meId && t('you'), role !== 'member' && t('role', { role })].filter(
    (note) => note !== false,
  );
  return (
    <li>
      <button
        type="button"
        onClick={onSelect}
        className="flex min-h-12 w-full items-center gap-3 rounded-lg px-2 text-start hover:bg-hover"
      >
        <UserLine user={user}>
          {notes.length > 0 && <span className="shrink-0 text-xs text-muted">{notes.join(', ')}</span>}
          {online && (
            <span
              role="img"
              aria-label={common('online')}
              title={common('online')}
              className="size-2.5 rounded-full bg-live"
            />
          )}
        </UserLine>
      </button>
    </li>
  );
}

interface OnlineCountProps {
  readonly conversationId: Id;
}

/** How many members are here now; asked again every so often, for the count of a large room is not followed live. */
function OnlineCount({ conversationId }: OnlineCountProps) {
  const t = useTranslations('details');
  const { data } = trpc.presence.inConversation.useQuery({ conversationId }, { refetchInterval: COUNTED_EVERY_MS });
  return data ? <span className="font-normal text-muted"> · {t('onlineCount', { count: data.count })}</span> : null;
}

/** Looked for among the newest entries only: further back nothing changes any more. */
const LOOKED_AT = 100;

function lastSystemSeq({ timelines }: SyncState, conversationId: Id): number {
  const newest = timelines.get(conversationId)?.entries.slice(-LOOKED_AT);
  return newest?.findLast((entry) => entry.kind === 'system')?.seq ?? 0;
}
