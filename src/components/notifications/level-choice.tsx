import { useId } from 'react';
import { useTranslations } from 'use-intl/react';
import { INPUT } from '~/components/ui/text-field';
import type { Conversation } from '~/contract/conversation';
import type { Level } from '~/contract/notification';

interface LevelChoiceProps {
  readonly conversation: Pick<Conversation, 'kind' | 'notify'>;
  readonly onChange: (notify: Level | null) => void;
}

/** Which messages of a conversation notify. */
export function LevelChoice({ conversation: { kind, notify }, onChange }: LevelChoiceProps) {
  const t = useTranslations('notifications');
  const id = useId();
  const usual = kind === 'room' ? t('levelMentions') : t('levelAll');
  return (
    <div className="grid gap-1.5 px-2 py-2">
      <label htmlFor={id} className="text-sm font-medium">
        {t('level')}
      </label>
      <select
        id={id}
        className={INPUT}
        value={notify ?? ''}
        onChange={({ target }) => onChange((target.value || null) as Level | null)}
      >
        <option value="">{t('usual', { level: usual })}</option>
        <option value="all">{t('levelAll')}</option>
        <option value="mentions">{t('levelMentions')}</option>
        <option value="none">{t('levelNone')}</option>
      </select>
    </div>
  );
}
