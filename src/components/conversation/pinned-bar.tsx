import { List, Pin } from 'lucide';
import { useTranslations } from 'use-intl/react';
import { Icon } from '~/components/ui/icon';
import { IconButton } from '~/components/ui/icon-button';
import type { Conversation } from '~/contract/conversation';
import { useMessageActions } from './message-actions';
import { Quote } from './quote';

/** What was pinned last, under the header. */
export function PinnedBar({ conversation: { id, pins } }: { readonly conversation: Conversation }) {
  const t = useTranslations('conversation');
  const actions = useMessageActions();
  const [newest] = pins;
  if (!newest) return null;
  return (
    <div className="flex shrink-0 items-center gap-2 border-b border-line bg-panel px-3 py-1 md:px-5">
      <Icon of={Pin} className="size-4 shrink-0 text-muted" />
      <button
        type="button"
        title={t('toPinned')}
        onClick={() => void actions.jump(newest.seq)}
        className="min-h-10 min-w-0 flex-1 rounded-lg px-1 hover:bg-hover"
      >
        <Quote conversationId={id} target={newest} />
      </button>
      <IconButton
        label={t('pinned')}
        icon={<Icon of={List} className="size-5" />}
        onClick={() => actions.open({ kind: 'pins' })}
      />
    </div>
  );
}
