import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { PushSwitch } from '~/components/push/push-switch';
import { Switch } from '~/components/ui/switch';
import { chime } from './chime';
import { permission } from './desktop';
import { setDeviceSettings, useDeviceSettings } from './device-settings';

/** What holds on this device. The browser is asked for its permission only when a person switches notifications on. */
export function DeviceSection() {
  const t = useTranslations('notifications');
  const { desktop, sound } = useDeviceSettings();
  const [allowed, setAllowed] = useState(permission);

  async function switchDesktop(on: boolean) {
    if (on && permission() === 'default') setAllowed(await Notification.requestPermission());
    else setAllowed(permission());
    setDeviceSettings({ desktop: on });
  }

  function switchSound(on: boolean) {
    setDeviceSettings({ sound: on });
    if (on) void chime().catch(() => {});
  }

  return (
    <>
      <Switch
        label={t('desktop')}
        hint={allowed === 'unsupported' ? t('unsupported') : allowed === 'denied' ? t('blocked') : t('desktopHint')}
        checked={desktop && allowed === 'granted'}
        disabled={allowed === 'unsupported' || allowed === 'denied'}
        onChange={(on) => void switchDesktop(on)}
      />
      <PushSwitch />
      <Switch label={t('sound')} checked={sound} onChange={switchSound} />
    </>
  );
}
