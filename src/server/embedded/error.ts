const NAMES: Record<number, string> = {
  1: 'InternalError',
  2: 'BadValue',
  9: 'FailedToParse',
  14: 'TypeMismatch',
  20: 'IllegalOperation',
  26: 'NamespaceNotFound',
  27: 'IndexNotFound',
  28: 'PathNotViable',
  40: 'ConflictingUpdateOperators',
  43: 'CursorNotFound',
  48: 'NamespaceExists',
  53: 'InvalidIdField',
  59: 'CommandNotFound',
  66: 'ImmutableField',
  67: 'CannotCreateIndex',
  72: 'InvalidOptions',
  73: 'InvalidNamespace',
  85: 'IndexOptionsConflict',
  86: 'IndexKeySpecsConflict',
  91: 'ShutdownInProgress',
  115: 'CommandNotSupported',
  171: 'CannotIndexParallelArrays',
  10334: 'BSONObjectTooLarge',
  11000: 'DuplicateKey',
  40324: 'Location40324',
  40415: 'Location40415',
};

/** A refusal as the wire carries it: MongoDB's code, and fields such as `keyPattern` beside the message. */
export class CommandError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly extra: Record<string, unknown> = {},
  ) {
    super(message);
  }
}

/** What a client sees of any thrown thing. Errors that are not ours come from the query language: bad input, code 2. */
export function toWireError(
  error: unknown,
): { code: number; codeName: string; errmsg: string } & Record<string, unknown> {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof CommandError ? error.code : 2;
  const extra = error instanceof CommandError ? error.extra : {};
  return { errmsg: message, code, codeName: NAMES[code] ?? `Location${code}`, ...extra };
}
