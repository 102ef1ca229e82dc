import { useEffect, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { type EmojiBook, emojisNow, findEmojis, loadEmojis } from '~/components/emoji/emojis';
import { type CompletionProps, OFFERED_MAX, Suggestions } from './suggestions';

/** The emojis whose code or name begins with what was typed after the colon. */
export function EmojiCompletion(props: CompletionProps) {
  const locale = useLocale();
  const t = useTranslations('emoji');
  const [book, setBook] = useState<EmojiBook | null>(() => emojisNow(locale));
  useEffect(() => {
    // Without the emojis what is typed stays as it is.
    loadEmojis(locale).then(setBook, () => {});
  }, [locale]);
  const found = book ? findEmojis(book, props.completable.query, OFFERED_MAX) : [];
  const suggestions = found.map(({ emoji, label, codes }) => ({
    key: emoji,
    insertion: emoji,
    line: (
      <>
        <span className="text-xl">{emoji}</span>
        <span className="truncate text-sm">{codes[0] ? `:${codes[0]}:` : label}</span>
      </>
    ),
  }));
  return <Suggestions {...props} label={t('emojis')} suggestions={suggestions} />;
}
