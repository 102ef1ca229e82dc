import { useTranslations } from 'use-intl/react';
import { Requests } from '~/components/app/requests';
import { Dialog } from '~/components/ui/dialog';
import { AccountSettings } from './account-settings';
import { DeviceSection } from './device-section';

/** How a person wants to be told of new messages. */
export default function SettingsDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('notifications');
  return (
    <Dialog title={t('title')} onClose={onClose}>
      <div className="-mx-3 grid gap-5">
        <section className="grid">
          <h3 className="px-3 pb-1 text-sm font-semibold text-muted">{t('thisDevice')}</h3>
          <DeviceSection />
        </section>
        <section className="grid">
          <h3 className="px-3 pb-1 text-sm font-semibold text-muted">{t('everywhere')}</h3>
          <Requests>
            <AccountSettings />
          </Requests>
        </section>
      </div>
    </Dialog>
  );
}
