import { useTranslations } from 'use-intl/react';
import { Button } from '~/components/ui/button';
import { Dialog } from '~/components/ui/dialog';
import { LanguageSelect } from './language-select';

export default function LanguageDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('account');
  const common = useTranslations('common');
  return (
    <Dialog title={t('language')} onClose={onClose}>
      <LanguageSelect />
      <div className="mt-5 flex justify-end">
        <Button look="primary" onClick={onClose}>
          {common('done')}
        </Button>
      </div>
    </Dialog>
  );
}
