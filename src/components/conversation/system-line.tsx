import { memo, type ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { useSync } from '~/components/app/engine-context';
import { useFormats } from '~/components/app/formats';
import { bdi } from '~/components/ui/bdi';
import type { ConversationKind } from '~/contract/conversation';
import type { SystemEntry } from '~/contract/entry';
import { assertNever } from '~/contract/events';
import type { Say } from '~/i18n/say';
import { nameOf } from '~/sync/selectors';

interface SystemLineProps {
  readonly id: string;
  readonly entry: SystemEntry;
  readonly kind: ConversationKind;
}

/** What happened to the conversation itself. */
export const SystemLine = memo(function SystemLine({ id, entry, kind }: SystemLineProps) {
  const t = useTranslations('system');
  const common = useTranslations('common');
  const { exactTime } = useFormats();
  const meId = useSync((state) => state.me.id);
  const whom = 'userId' in entry ? entry.userId : null;
  const name = useSync((state) => nameOf(state, entry.senderId, common('somebody')));
  const target = useSync((state) => (whom ? nameOf(state, whom, common('somebody')) : ''));
  return (
    <p
      data-row={id}
      data-seq={entry.seq}
      title={exactTime(entry.at)}
      className="wrap-anything px-6 pt-3 pb-1 text-center text-sm text-muted"
    >
      {wordsFor(t, entry, {
        kind,
        who: entry.senderId === meId ? 'me' : 'other',
        whom: whom === meId ? 'me' : 'other',
        name,
        target,
      })}
    </p>
  );
});

interface Part {
  readonly kind: ConversationKind;
  readonly who: 'me' | 'other';
  readonly whom: 'me' | 'other';
  readonly name: string;
  readonly target: string;
}

function wordsFor(t: Say<'system'>, entry: SystemEntry, { kind, who, whom, name, target }: Part): ReactNode {
  switch (entry.action) {
    case 'created':
      return t.rich(CREATED[kind], { who, name, bdi });
    case 'joined':
      return t.rich('joined', { who, name, bdi });
    case 'left':
      return t.rich('left', { who, name, bdi });
    case 'added':
      return t.rich('added', { who, name, whom, target, bdi });
    case 'removed':
      return t.rich('removed', { who, name, whom, target, bdi });
    case 'role':
      return t.rich(MADE[entry.role], { who, name, whom, target, bdi });
    case 'renamed':
      return t.rich('renamed', { who, name, kind, title: entry.name, bdi });
    case 'retention':
      return entry.days === null
        ? t.rich('retentionEnded', { who, name, bdi })
        : t.rich('retention', { who, name, days: entry.days, bdi });
    case 'pinned':
      return t.rich(entry.on ? 'pinned' : 'unpinned', { who, name, bdi });
    default:
      return assertNever(entry);
  }
}

const CREATED = { direct: 'started', group: 'createdGroup', room: 'createdRoom' } as const;
const MADE = { owner: 'madeOwner', admin: 'madeAdmin', member: 'madeMember' } as const;
