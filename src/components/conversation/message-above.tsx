import { Forward } from 'lucide';
import { useTranslations } from 'use-intl/react';
import { Icon } from '~/components/ui/icon';
import type { MessageEntry } from '~/contract/entry';
import { useMessageActions } from './message-actions';
import { Quote } from './quote';
import type { PendingMessage } from './rows';

/** What stands over the text: that it comes from elsewhere, or what it answers. */
export function MessageAbove({ content }: { readonly content: MessageEntry | PendingMessage }) {
  const t = useTranslations('message');
  const actions = useMessageActions();
  if ('seq' in content && content.deletedAt) return null;
  const target = 'seq' in content ? content.replyTo : content.act.replyTo;
  if (target) {
    return (
      <button
        type="button"
        onClick={() => void actions.jump(target.seq)}
        title={t('goTo')}
        className="my-0.5 w-full min-w-0 rounded-md bg-canvas/50 py-1 pe-2 hover:bg-canvas/80"
      >
        <Quote conversationId={content.conversationId} target={target} />
      </button>
    );
  }
  if (!('seq' in content) || !content.forwarded) return null;
  return (
    <span className="flex w-full items-center gap-1 text-xs text-muted">
      <Icon of={Forward} className="size-3 rtl:-scale-x-100" />
      {t('forwarded')}
    </span>
  );
}
