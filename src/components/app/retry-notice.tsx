import { useTranslations } from 'use-intl/react';
import { Button } from '~/components/ui/button';
import { Notice } from '~/components/ui/notice';
import { useMessageOf } from './error-words';

interface RetryNoticeProps {
  readonly title: string;
  readonly error: unknown;
  readonly onRetry: () => unknown;
  readonly isPage?: boolean;
}

/** Says why a region has nothing to show, and asks for it again. */
export function RetryNotice({ title, error, onRetry, isPage }: RetryNoticeProps) {
  const messageOf = useMessageOf();
  const t = useTranslations('common');
  return (
    <Notice
      isPage={isPage}
      role="alert"
      title={title}
      actions={
        <Button look="primary" onClick={() => void onRetry()}>
          {t('retry')}
        </Button>
      }
    >
      {messageOf(error)}
    </Notice>
  );
}
