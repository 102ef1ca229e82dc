import { Suspense, useCallback, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useEngine, useSync } from '~/components/app/engine-context';
import { lazily, lazilyBehind, lazilyOffline } from '~/components/app/lazily';
import { startOfDay } from '~/components/app/times';
import { useNow } from '~/components/app/use-now';
import { onboardingState } from '~/components/onboarding/onboarding-state';
import { useWatchPeople } from '~/components/people/use-presence';
import type { Conversation } from '~/contract/conversation';
import type { Id } from '~/contract/primitives';
import { archivedList, conversationList } from '~/sync/selectors';
import { ConversationRow } from './conversation-row';
import { ListSkeleton } from './list-skeleton';

const FirstSteps = lazily(() => import('~/components/onboarding/first-steps'));
const Failed = lazilyOffline((parts) => parts.Failed);
const NoConversations = lazilyOffline((parts) => parts.NoConversations);
const ConversationOptions = lazilyBehind((later) => later.conversationOptions());

interface ConversationListProps {
  readonly selectedId: Id | null;
  readonly onNew: () => void;
}

const MINUTE_MS = 60_000;

/** People of the list whose presence is followed; further down nobody looks. */
const PEERS_WATCHED_MAX = 50;

export function ConversationList({ selectedId, onNew }: ConversationListProps) {
  const t = useTranslations('sidebar');
  const status = useSync((state) => state.listStatus);
  const conversations = useSync(conversationList);
  const archived = useSync(archivedList);
  const [options, setOptions] = useState<Conversation | null>(null);
  const today = startOfDay(useNow(MINUTE_MS));
  useWatchPeople(peersOf(conversations));
  const meId = useSync((state) => state.me.id);
  const [begun, setBegun] = useState(() => onboardingState(meId));
  const isEmpty = conversations.length === 0 && archived.length === 0;
  const isNew = begun !== 'over' && (begun !== null || isEmpty);
  // From then on, also when the first conversation has begun.
  if (begun === null && isNew && status === 'ready') setBegun('open');
  const onOver = useCallback(() => setBegun('over'), []);
  const steps =
    isNew && status === 'ready' ? (
      <Suspense>
        <FirstSteps onNew={onNew} onOver={onOver} />
      </Suspense>
    ) : null;

  if (isEmpty) {
    if (status === 'loading') return <ListRegion busy children={<ListSkeleton />} />;
    if (status === 'failed') return <ListRegion children={<NotLoaded />} />;
    return <ListRegion children={steps ?? <NoConversations onNew={onNew} />} />;
  }
  const rows = (listed: readonly Conversation[]) =>
    listed.map((conversation) => (
      <ConversationRow
        key={conversation.id}
        conversation={conversation}
        selected={conversation.id === selectedId}
        today={today}
        onOptions={setOptions}
      />
    ));
  return (
    <ListRegion>
      <ul aria-label={t('conversations')} className="p-2">
        {rows(conversations)}
      </ul>
      {archived.length > 0 && (
        <details className="px-2 pb-2">
          <summary className="cursor-pointer rounded-lg px-2.5 py-2 text-sm font-medium text-muted hover:bg-hover">
            {t('archived', { count: archived.length })}
          </summary>
          <ul aria-label={t('archivedList')}>{rows(archived)}</ul>
        </details>
      )}
      {steps}
      {options && (
        <Suspense>
          <ConversationOptions conversation={options} onClose={() => setOptions(null)} />
        </Suspense>
      )}
    </ListRegion>
  );
}

/** The other people of the direct conversations at the top of the list: those on the screen. */
function peersOf(conversations: readonly Conversation[]): Id[] {
  return conversations.flatMap(({ peer }) => (peer ? [peer.id] : [])).slice(0, PEERS_WATCHED_MAX);
}

function ListRegion({ busy, children }: { readonly busy?: boolean; readonly children: React.ReactNode }) {
  return (
    <div aria-busy={busy} className="scroll-region flex min-h-0 flex-1 flex-col">
      <Suspense>{children}</Suspense>
    </div>
  );
}

function NotLoaded() {
  const t = useTranslations('sidebar');
  const engine = useEngine();
  return <Failed title={t('failed')} onRetry={() => engine.reloadList()} />;
}
