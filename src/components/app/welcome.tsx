import { MessagesSquare } from 'lucide';
import { useTranslations } from 'use-intl/react';
import { Icon } from '~/components/ui/icon';
import { Notice } from '~/components/ui/notice';
import { useSync } from './engine-context';
import { usePageTitle } from './use-page-title';

/** Beside the list, while no conversation is open. */
export function Welcome() {
  const t = useTranslations('sidebar');
  usePageTitle(null);
  const name = useSync((state) => state.me.name);
  const some = useSync((state) => state.conversations.size > 0);
  return (
    <Notice icon={<Icon of={MessagesSquare} className="size-7" />} title={t('hello', { name })}>
      {some ? t('choose') : t('nothingYet')}
    </Notice>
  );
}
