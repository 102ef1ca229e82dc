import { ArrowDown } from 'lucide';
import { useTranslations } from 'use-intl/react';
import { Icon } from '~/components/ui/icon';

/** Leads back to the end; says what has come there meanwhile. */
export function NewMessagesButton({ count, onClick }: { readonly count: number; readonly onClick: () => void }) {
  const t = useTranslations('conversation');
  return (
    <button
      type="button"
      onClick={onClick}
      aria-label={count > 0 ? t('newCount', { count }) : t('toNewest')}
      className={
        count > 0
          ? 'absolute inset-x-0 bottom-3 mx-auto flex h-10 w-fit animate-appear items-center gap-2 rounded-full bg-accent px-4 text-sm font-medium text-on-accent shadow-lg hover:bg-accent-strong'
          : 'absolute end-4 bottom-3 grid size-10 place-items-center rounded-full border border-line bg-raised text-muted shadow-md hover:text-ink'
      }
    >
      <Icon of={ArrowDown} className="size-4" />
      {count > 0 && t('newCount', { count })}
    </button>
  );
}
