import { Pencil, Reply, X } from 'lucide';
import { useTranslations } from 'use-intl/react';
import { Icon } from '~/components/ui/icon';
import { IconButton } from '~/components/ui/icon-button';
import type { Composing } from './composing';
import { Quote } from './quote';

interface ComposingBarProps {
  readonly composing: Exclude<Composing, { kind: 'new' }>;
  readonly onCancel: () => void;
}

/** Stands over what is written and says to which message it belongs. */
export function ComposingBar({ composing, onCancel }: ComposingBarProps) {
  const t = useTranslations('conversation');
  const isReply = composing.kind === 'reply';
  const message = isReply ? composing.to : composing.target;
  const icon = isReply ? Reply : Pencil;
  return (
    <section
      aria-label={isReply ? t('replyingTo') : t('editing')}
      className="flex items-center gap-2 rounded-t-2xl border border-b-0 border-edge bg-panel ps-3"
    >
      <Icon of={icon} className="size-4 shrink-0 text-muted rtl:-scale-x-100" />
      <div className="min-w-0 flex-1 py-1.5">
        <Quote conversationId={message.conversationId} target={message} />
      </div>
      <IconButton
        label={isReply ? t('cancelReply') : t('cancelEdit')}
        icon={<Icon of={X} className="size-4" />}
        onClick={onCancel}
      />
    </section>
  );
}
