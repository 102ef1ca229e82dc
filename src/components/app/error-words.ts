import { useTranslations } from 'use-intl/react';
import type { AppCode } from '~/contract/errors';
import { refusalIn } from '~/contract/refusals';
import type { Say } from '~/i18n/say';
import type { Failure, OutboxItem } from '~/sync/state';
import { TransportError } from '~/sync/transport';
import { useFormats } from './formats';

interface Refusal {
  readonly appCode: AppCode;
  readonly retryAfter?: number;
  readonly fields?: Readonly<Record<string, string>>;
}

/** What the server said when it refused a call; null when it was never reached or did not answer in its own words. */
function refusalOf(error: unknown): Refusal | null {
  if (error instanceof TransportError)
    return error.code === 'NETWORK' ? null : ofTransport(error.code, error.retryAfter);
  if (typeof error !== 'object' || error === null || !('data' in error)) return null;
  const { data } = error;
  if (typeof data !== 'object' || data === null || !('appCode' in data)) return null;
  return data as Refusal;
}

function ofTransport(appCode: AppCode, retryAfter: number | undefined): Refusal {
  return retryAfter === undefined ? { appCode } : { appCode, retryAfter };
}

export function appCodeOf(error: unknown): AppCode | null {
  return refusalOf(error)?.appCode ?? null;
}

/** Whether the same call may succeed later without anybody changing anything. */
export function isWorthRetrying(error: unknown): boolean {
  const refusal = refusalOf(error);
  return refusal === null || refusal.appCode === 'UNAVAILABLE';
}

/** What is wrong with each field of a form, by the field's name. */
export function fieldErrorsOf(error: unknown): Readonly<Record<string, string>> {
  return refusalOf(error)?.fields ?? {};
}

/** Says an error in a sentence for the person it happened to. */
export function useMessageOf(): (error: unknown) => string {
  const t = useTranslations('errors');
  const refusals = useTranslations('refusals');
  const { duration } = useFormats();
  return (error) => {
    const refusal = refusalOf(error);
    if (!refusal) return t('unreachable');
    const { appCode, retryAfter } = refusal;
    if (appCode === 'RATE_LIMITED') return t('rateLimited', { wait: duration(retryAfter ?? 60) });
    return saidIn(refusals, error instanceof Error ? error.message : '') ?? t(SENTENCES[appCode]);
  };
}

/** For what a code alone says. */
const SENTENCES = {
  UNAUTHENTICATED: 'unauthenticated',
  UNAVAILABLE: 'unavailable',
  TOO_LARGE: 'tooLarge',
  UNSUPPORTED_MEDIA: 'unsupportedMedia',
  BLOCKED: 'blocked',
  FORBIDDEN: 'forbidden',
  NOT_FOUND: 'notFound',
  CONFLICT: 'conflict',
  INVALID_INPUT: 'invalidInput',
} as const;

/** The server's own words in the person's language; null for those that are for programs. */
function saidIn(t: Say<'refusals'>, words: string): string | null {
  const known = refusalIn(words);
  if (!known) return null;
  const sentence = t(known.name, known.values as never);
  return known.filename === null ? sentence : t('ofFile', { filename: known.filename, words: sentence });
}

interface NotSentSpeech {
  readonly errors: Say<'errors'>;
  readonly refusals: Say<'refusals'>;
}

/** Why a message did not go out. With files, the server's own words say which and why. */
export function whyNotSent({ errors: t, refusals }: NotSentSpeech, item: Pick<OutboxItem, 'act' | 'error' | 'words'>) {
  const { act, error } = item;
  const words = saidIn(refusals, item.words ?? '');
  const hasFiles = act.kind === 'message' && act.files.length > 0;
  switch (error) {
    case 'FORBIDDEN':
      return t('notSentNotMember');
    case 'NOT_FOUND':
      return hasFiles ? t('notSentGone') : t('notSentNotMember');
    case 'BLOCKED':
      return t('notSentBlocked');
    case 'TOO_LARGE':
      if (!hasFiles) return t('notSentTooLong');
      return words ? t('notSentWhy', { why: clause(words) }) : t('notSentTooLarge');
    case 'UNSUPPORTED_MEDIA':
      return words ? t('notSentWhy', { why: clause(words) }) : t('notSentKind');
    case 'CONFLICT':
      return hasFiles ? t('notSentFileUsed') : t('notSent');
    case 'FILE_GONE':
      return t('notSentFileGone');
    case 'UNAUTHENTICATED':
      return t('notSentSignedOut');
    default:
      return t('notSent');
  }
}

/** Whether the same message, tried again, may go out: a file that was refused for what it is stays that. */
export function canGoOut({ error }: Pick<OutboxItem, 'error'>): boolean {
  return error !== 'UNSUPPORTED_MEDIA' && error !== 'FILE_GONE';
}

/** Why a change to a message was not made. */
export function whyNotDone(t: Say<'errors'>, { act, error }: Pick<OutboxItem, 'act' | 'error'>): string {
  return t('notDone', { act: act.kind, why: REASONS[error ?? 'UNAVAILABLE'] ?? 'other' });
}

const REASONS: Partial<Record<Failure, string>> = {
  FORBIDDEN: 'forbidden',
  NOT_FOUND: 'notFound',
  CONFLICT: 'conflict',
  BLOCKED: 'blocked',
  TOO_LARGE: 'tooLarge',
  UNAUTHENTICATED: 'unauthenticated',
};

/** A sentence as the end of another; which nouns have a capital is for each language to say. */
function clause(words: string): string {
  return words.replace(/[.。]$/, '');
}
