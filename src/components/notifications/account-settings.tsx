import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { useMessageOf } from '~/components/app/error-words';
import { trpc } from '~/components/app/trpc';
import { Button } from '~/components/ui/button';
import { FormError } from '~/components/ui/form-error';
import { Skeleton } from '~/components/ui/skeleton';
import { Switch } from '~/components/ui/switch';
import { TextField } from '~/components/ui/text-field';
import { isUntil, NO_NOTIFICATION_SETTINGS, type NotificationSettings, type QuietTime } from '~/contract/notification';
import { useAccountSettings } from './use-account-settings';

const HOUR_MS = 60 * 60 * 1000;
/** `MUTED_FOR_GOOD`. */
const FOR_GOOD = '9999-12-31T23:59:59.999Z';
/** The hour at which a morning begins. */
const MORNING = 8;

/** What holds on all devices of the person; each change at once. */
export function AccountSettings() {
  const t = useTranslations('notifications');
  const messageOf = useMessageOf();
  const told = useAccountSettings();
  const set = trpc.account.setNotifications.useMutation();
  if (!told) return <Skeleton className="mx-3 h-24" />;
  const settings = { ...told, ...(set.isPending ? set.variables : {}) } as NotificationSettings;
  return (
    <>
      <Quiet until={settings.quietUntil} onChange={(quietUntil) => set.mutate({ quietUntil })} />
      <Daily time={settings.quietTime} onChange={(quietTime) => set.mutate({ quietTime })} />
      <Switch
        label={t('mentionsPierceMute')}
        hint={t('mentionsPierceMuteHint')}
        checked={settings.mentionsPierceMute ?? NO_NOTIFICATION_SETTINGS.mentionsPierceMute}
        onChange={(mentionsPierceMute) => set.mutate({ mentionsPierceMute })}
      />
      <div className="px-3">
        <FormError message={set.isError ? messageOf(set.error) : undefined} />
      </div>
    </>
  );
}

interface QuietProps {
  readonly until: string | null;
  readonly onChange: (until: string | null) => void;
}

function Quiet({ until, onChange }: QuietProps) {
  const t = useTranslations('notifications');
  const format = useFormatter();
  const isQuiet = isUntil(until, Date.now());
  const stands =
    !isQuiet || until === null
      ? t('quietOff')
      : until === FOR_GOOD
        ? t('quietForGood')
        : t('quietUntil', { time: format.dateTime(new Date(until), { dateStyle: 'medium', timeStyle: 'short' }) });
  return (
    <fieldset className="grid gap-2 px-3 py-2">
      <legend className="float-start text-sm font-medium">{t('quiet')}</legend>
      <p role="status" className="text-note text-muted">
        {stands}
      </p>
      <div className="flex flex-wrap gap-2">
        {isQuiet ? (
          <Button onClick={() => onChange(null)}>{t('turnOff')}</Button>
        ) : (
          <>
            <Button onClick={() => onChange(new Date(Date.now() + HOUR_MS).toISOString())}>{t('quietHour')}</Button>
            <Button onClick={() => onChange(nextMorning())}>{t('quietTomorrow')}</Button>
            <Button onClick={() => onChange(FOR_GOOD)}>{t('quietForGood')}</Button>
          </>
        )}
      </div>
    </fieldset>
  );
}

function nextMorning(): string {
  const morning = new Date();
  morning.setDate(morning.getDate() + 1);
  morning.setHours(MORNING, 0, 0, 0);
  return morning.toISOString();
}

interface DailyProps {
  readonly time: QuietTime | null;
  readonly onChange: (time: QuietTime | null) => void;
}

function Daily({ time, onChange }: DailyProps) {
  const t = useTranslations('notifications');
  const [problem, setProblem] = useState(false);
  const zone = time?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const usual: QuietTime = { from: '22:00', to: '07:00', timeZone: zone };

  function change(part: Partial<QuietTime>) {
    const next = { ...(time ?? usual), ...part };
    setProblem(next.from === next.to);
    if (next.from && next.to && next.from !== next.to) onChange(next);
  }

  return (
    <>
      <Switch
        label={t('quietTime')}
        hint={t('quietTimeHint', { zone })}
        checked={time !== null}
        onChange={(on) => onChange(on ? usual : null)}
      />
      {time && (
        <div className="grid grid-cols-2 gap-3 px-3 pb-2">
          <TextField
            key={`from ${time.from}`}
            type="time"
            required
            label={t('quietFrom')}
            defaultValue={time.from}
            error={problem ? t('sameTimes') : undefined}
            onBlur={({ currentTarget: { value } }) => value !== time.from && change({ from: value })}
          />
          <TextField
            key={`to ${time.to}`}
            type="time"
            required
            label={t('quietTo')}
            defaultValue={time.to}
            onBlur={({ currentTarget: { value } }) => value !== time.to && change({ to: value })}
          />
        </div>
      )}
    </>
  );
}
