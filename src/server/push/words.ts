import { createTranslator } from 'use-intl/core';
import { type Attached, PREVIEW_MAX, previewOf } from '~/contract/preview';
import ar from '~/i18n/ar/push';
import de from '~/i18n/de/push';
import en from '~/i18n/en/push';
import es from '~/i18n/es/push';
import { DEFAULT_LOCALE, isLocale } from '~/i18n/locales';
import zh from '~/i18n/zh/push';

const TEXTS = { en, de, es, ar, zh };

const APP_NAME = 'Confab';

/** What a notification is made of. */
export interface Told {
  /** Null for a direct conversation, which is called by whom it is with. */
  readonly conversationName: string | null;
  readonly senderName: string;
  readonly text: string;
  readonly attached: Attached | null;
}

export interface ToldTo {
  readonly locale: string;
  readonly showText: boolean;
}

/** A notification as the person's device shows it; with nothing in it but that there is something, if they want it so. */
export function noticeWords({ conversationName, senderName, text, attached }: Told, { locale, showText }: ToldTo) {
  const spoken = isLocale(locale) ? locale : DEFAULT_LOCALE;
  const t = createTranslator({ locale: spoken, messages: { push: TEXTS[spoken] as typeof en }, namespace: 'push' });
  if (!showText) return { title: APP_NAME, body: t('newMessage') };
  const said =
    text.trim() === '' && attached ? t('attached', { kind: attached.kind, count: attached.count }) : cut(text);
  if (conversationName === null) return { title: senderName, body: said };
  return { title: conversationName, body: t('fromSender', { sender: senderName, text: said }) };
}

function cut(text: string): string {
  return text.length > PREVIEW_MAX ? `${previewOf(text).trimEnd()}…` : text;
}
