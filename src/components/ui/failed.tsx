import { CloudAlert, TriangleAlert } from 'lucide';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from './button';
import { Icon } from './icon';
import { Notice } from './notice';

interface FailedProps {
  /** A fault of ours, and not of the way to the server. */
  readonly fault?: boolean;
  readonly title: string;
  readonly children?: ReactNode;
  readonly onRetry: () => void;
}

/** Says in the middle of a region that what belongs there is not there, and tries again. */
export function Failed({ fault = false, title, children, onRetry }: FailedProps) {
  const t = useTranslations('common');
  const icon = fault ? TriangleAlert : CloudAlert;
  return (
    <Notice
      role="alert"
      icon={<Icon of={icon} className="size-7" />}
      title={title}
      actions={
        <Button look="primary" onClick={onRetry}>
          {t('retry')}
        </Button>
      }
    >
      {children}
    </Notice>
  );
}
