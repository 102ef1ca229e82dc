import { useTranslations } from 'use-intl/react';
/** Stands over the first message that was unread when the conversation was opened. */
export function UnreadLine() {
  const t = useTranslations('conversation');
  return (
    <div data-unread className="flex items-center gap-3 pt-4 text-danger-text">
      <hr className="flex-1 border-current" />
      <h2 className="text-xs font-semibold">{t('newLine')}</h2>
      <hr className="flex-1 border-current" />
    </div>
  );
}
