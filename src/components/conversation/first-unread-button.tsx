import { ArrowUp } from 'lucide';
import { useTranslations } from 'use-intl/react';
import { Icon } from '~/components/ui/icon';

interface FirstUnreadButtonProps {
  readonly seq: number;
  readonly onJump: (seq: number) => void;
}

/** Leads to where unread messages begin, when that is further back than what is held. */
export function FirstUnreadButton({ seq, onJump }: FirstUnreadButtonProps) {
  const t = useTranslations('conversation');
  return (
    <button
      type="button"
      onClick={() => onJump(seq)}
      className="absolute inset-x-0 top-3 mx-auto flex h-10 w-fit animate-appear items-center gap-2 rounded-full border border-line bg-raised px-4 text-sm font-medium shadow-lg hover:bg-hover"
    >
      <Icon of={ArrowUp} className="size-4" />
      {t('toFirstUnread')}
    </button>
  );
}
