import type { AppCode } from '~/contract/errors';

interface Refusal {
  readonly appCode: AppCode;
  readonly retryAfter?: number;
  readonly fields?: Readonly<Record<string, string>>;
}

/** What the server said when it refused a call; null when it was never reached or did not answer in its own words. */
function refusalOf(error: unknown): Refusal | null {
  if (typeof error !== 'object' || error === null || !('data' in error)) return null;
  const { data } = error;
  if (typeof data !== 'object' || data === null || !('appCode' in data)) return null;
  return data as Refusal;
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
  if (!refusal) return 'The server could not be reached. Check your connection and try again.';
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
      return 'That is too large to send.';
    case 'UNSUPPORTED_MEDIA':
      return 'This kind of file cannot be sent.';
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

/** Why a message did not go out. */
export function whyNotSent(code: AppCode | null): string {
  switch (code) {
    case 'FORBIDDEN':
    case 'NOT_FOUND':
      return 'Not sent: you are not a member of this conversation';
    case 'BLOCKED':
      return 'Not sent: you cannot reach this person';
    case 'TOO_LARGE':
      return 'Not sent: too long';
    case 'UNAUTHENTICATED':
      return 'Not sent: you were signed out';
    default:
      return 'Not sent';
  }
}

/** Why a change to a message was not made. */
export function whyNotDone(code: AppCode | null): string {
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
