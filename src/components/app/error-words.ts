import type { AppCode } from '~/contract/errors';
import type { Failure, OutboxItem } from '~/sync/state';
import { TransportError } from '~/sync/transport';
import { UNREACHABLE } from './unreachable';

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

/** An error in a sentence for the person it happened to. */
export function messageOf(error: unknown): string {
  const refusal = refusalOf(error);
  if (!refusal) return UNREACHABLE;
  return sentenceFor(refusal, error instanceof Error ? error.message : '');
}

function sentenceFor({ appCode, retryAfter }: Refusal, said: string): string {
  switch (appCode) {
    case 'UNAUTHENTICATED':
      return 'Your session has ended. Sign in again to go on.';
    case 'RATE_LIMITED':
      return `That was a lot at once. Try again in ${inWords(retryAfter ?? 60)}.`;
    case 'UNAVAILABLE':
      return 'Something is not working on the server. Try again in a moment.';
    case 'TOO_LARGE':
      return sentence(said) || 'That is too large to send.';
    case 'UNSUPPORTED_MEDIA':
      return sentence(said) || 'This kind of file cannot be sent.';
    case 'BLOCKED':
      return 'You cannot reach this person.';
    case 'FORBIDDEN':
      return sentence(said) || 'You are not allowed to do that.';
    case 'NOT_FOUND':
      return sentence(said) || 'That is not there any more.';
    case 'CONFLICT':
      return sentence(said) || 'That is taken already.';
    case 'INVALID_INPUT':
      return sentence(said) || 'Something in there is not right.';
  }
}

/** Why a message did not go out. With files, the server's own words say which and why. */
export function whyNotSent({ act, error, words }: Pick<OutboxItem, 'act' | 'error' | 'words'>): string {
  const hasFiles = act.kind === 'message' && act.files.length > 0;
  switch (error) {
    case 'FORBIDDEN':
      return 'Not sent: you are not a member of this conversation';
    case 'NOT_FOUND':
      return hasFiles
        ? 'Not sent: a file, or the conversation, is not there any more'
        : 'Not sent: you are not a member of this conversation';
    case 'BLOCKED':
      return 'Not sent: you cannot reach this person';
    case 'TOO_LARGE':
      if (!hasFiles) return 'Not sent: too long';
      return `Not sent: ${words ? clause(words) : 'too large'}`;
    case 'UNSUPPORTED_MEDIA':
      return `Not sent: ${words ? clause(words) : 'this kind of file cannot be sent'}`;
    case 'CONFLICT':
      return hasFiles ? 'Not sent: a file is part of another message' : 'Not sent';
    case 'FILE_GONE':
      return 'Not sent: a file is not on this device any more';
    case 'UNAUTHENTICATED':
      return 'Not sent: you were signed out';
    default:
      return 'Not sent';
  }
}

/** Whether the same message, tried again, may go out: a file that was refused for what it is stays that. */
export function canGoOut({ error }: Pick<OutboxItem, 'error'>): boolean {
  return error !== 'UNSUPPORTED_MEDIA' && error !== 'FILE_GONE';
}

/** Why a change to a message was not made. */
export function whyNotDone(code: Failure | null): string {
  switch (code) {
    case 'FORBIDDEN':
      return 'you are not allowed to';
    case 'NOT_FOUND':
      return 'the message is not there any more';
    case 'CONFLICT':
      return 'the message was changed meanwhile';
    case 'BLOCKED':
      return 'you cannot reach this person';
    case 'TOO_LARGE':
      return 'too much';
    case 'UNAUTHENTICATED':
      return 'you were signed out';
    default:
      return 'the server did not accept it';
  }
}

/** A time to wait. */
export function inWords(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? '1 second' : `${Math.ceil(seconds)} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}

/** Begins with a capital and ends with a full stop. */
export function sentence(words: string): string {
  if (words === '') return '';
  const begun = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}

/** A sentence as the end of another. */
function clause(words: string): string {
  const begun = /^\p{Lu}(?=\p{Ll}|\s)/u.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words;
  return begun.replace(/\.$/, '');
}
