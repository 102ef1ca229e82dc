import { Languages } from 'lucide';
import { useId, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { useSwitchLanguage } from '~/components/app/texts-provider';
import { FormError } from '~/components/ui/form-error';
import { Icon } from '~/components/ui/icon';
import { INPUT } from '~/components/ui/text-field';
import { LOCALES, type Locale } from '~/i18n/locales';

/** Says everything in another language, at once and on this device. Each is called what it calls itself. */
export function LanguageSelect() {
  const t = useTranslations('account');
  const locale = useLocale();
  const switchTo = useSwitchLanguage();
  const [failed, setFailed] = useState(false);
  const id = useId();
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="flex items-center gap-2 text-sm font-medium">
        <Icon of={Languages} className="size-4 text-muted" />
        {t('language')}
      </label>
      <select
        id={id}
        value={locale}
        onChange={(event) => {
          setFailed(false);
          switchTo(event.target.value as Locale).catch(() => setFailed(true));
        }}
        className={INPUT}
      >
        {Object.entries(LOCALES).map(([one, name]) => (
          <option key={one} value={one} lang={one}>
            {name}
          </option>
        ))}
      </select>
      <FormError message={failed ? t('languageFailed') : undefined} />
    </div>
  );
}
