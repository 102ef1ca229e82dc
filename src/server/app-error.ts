import type { AppCode } from '~/contract/errors';

/** What is wrong with which field of an input. */
type Fields = Readonly<Record<string, string>>;

/** What a service refuses with: a closed code and words a person understands. */
export class AppError extends Error {
  override readonly name = 'AppError';

  constructor(
    readonly appCode: AppCode,
    message: string,
    options: { readonly cause?: unknown; readonly retryAfter?: number; readonly fields?: Fields } = {},
  ) {
    super(message, { cause: options.cause });
    this.retryAfter = options.retryAfter;
    this.fields = options.fields;
  }

  /** Seconds; with `RATE_LIMITED` only. */
  readonly retryAfter: number | undefined;
  /** With `INVALID_INPUT` only. */
  readonly fields: Fields | undefined;
}

/** By shape, not by class: the custom server and Next's bundles are separate module instances. */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === 'AppError' && 'appCode' in error;
}
