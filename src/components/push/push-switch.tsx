import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useSync } from '~/components/app/engine-context';
import { FormError } from '~/components/ui/form-error';
import { Switch } from '~/components/ui/switch';
import { pushChoice, pushSupport, startPush, stopPush } from './subscription';

/** Whether this device is notified while Confab is closed on it, and whether names and texts are in it. */
export function PushSwitch() {
  const t = useTranslations('push');
  const userId = useSync((state) => state.me.id);
  const [support, setSupport] = useState(pushSupport);
  const [choice, setChoice] = useState(() => pushChoice(userId));
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function change(work: () => Promise<unknown>, failed: string) {
    setBusy(true);
    setError(null);
    await work().catch(() => setError(failed));
    setSupport(pushSupport());
    setChoice(pushChoice(userId));
    setBusy(false);
  }
  const start = (showText: boolean) => change(() => startPush({ userId, showText }), t('failed'));

  return (
    <>
      <Switch
        label={t('whenClosed')}
        hint={support === 'possible' ? t('whenClosedHint') : t(support)}
        checked={choice !== null}
        disabled={busy || support !== 'possible'}
        onChange={(on) => void (on ? start(true) : change(() => stopPush(userId), t('failedOff')))}
      />
      {choice && (
        <Switch label={t('showText')} checked={choice.showText} disabled={busy} onChange={(on) => void start(on)} />
      )}
      <FormError message={error ?? undefined} />
    </>
  );
}
