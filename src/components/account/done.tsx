import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from '~/components/ui/button';

interface DoneProps {
  readonly children: ReactNode;
  readonly onClose: () => void;
}

/** What has happened, in the place of the form that asked for it. */
export function Done({ children, onClose }: DoneProps) {
  const t = useTranslations('common');
  return (
    <>
      <p role="status">{children}</p>
      <div className="mt-5 flex justify-end">
        <Button look="primary" onClick={onClose}>
          {t('done')}
        </Button>
      </div>
    </>
  );
}
