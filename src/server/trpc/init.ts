import { initTRPC, type TRPCError } from '@trpc/server';
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/rpc';
import { ZodError } from 'zod';
import type { AppCode, AppErrorData } from '~/contract/errors';
import { AppError, isAppError } from '~/server/app-error';
import type { LimitName } from '~/server/limits';
import type { Context } from './context';
import { refused, TRPC_CODES, throwRefused } from './refused';

/** What tRPC itself refuses with, before or instead of a service. */
const APP_CODES: Partial<Record<TRPC_ERROR_CODE_KEY, AppCode>> = {
  ...(Object.fromEntries(Object.entries(TRPC_CODES).map(([app, trpc]) => [trpc, app])) as Record<string, AppCode>),
  FORBIDDEN: 'FORBIDDEN',
  PARSE_ERROR: 'INVALID_INPUT',
  UNPROCESSABLE_CONTENT: 'INVALID_INPUT',
  METHOD_NOT_SUPPORTED: 'INVALID_INPUT',
};

/** Mistakes of one input that are told, and characters of what is told of each; a caller's own input is not sent back whole. */
const MISTAKES_TOLD = 20;
const MISTAKE_MAX = 200;

const BROKEN = 'Something went wrong on the server. Try again.';

export interface ErrorData extends AppErrorData {
  /** What is wrong with which field; with `INVALID_INPUT` from a form's fields. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** Milliseconds of quiet on a stream of events before a ping: proxies cut quiet answers, some after 30 s. */
const PING_MS = 10_000;

/** Milliseconds of quiet after which a reader takes its stream for lost: one ping may be late. */
const SILENCE_MS = 25_000;

/** What docs/procedures.md says of a procedure beside its types; each must have one. */
export interface ProcedureMeta {
  /** A sentence: what it does, and for whom. */
  readonly does: string;
  /** Refusals of its own. Those of every procedure are not named: no session, a bad input, a limit, a server out of order. */
  readonly refuses?: readonly AppCode[];
  /** What a call counts for. */
  readonly limits?: readonly LimitName[];
}

const t = initTRPC
  .context<Context>()
  .meta<ProcedureMeta>()
  .create({
    sse: { ping: { enabled: true, intervalMs: PING_MS }, client: { reconnectAfterInactivityMs: SILENCE_MS } },
    errorFormatter({ shape, error }) {
      const { code, httpStatus, path } = shape.data;
      return { code: shape.code, message: messageOf(error), data: { code, httpStatus, path, ...dataOf(error) } };
    },
  });

function dataOf(error: TRPCError): ErrorData {
  const { cause } = error;
  if (isAppError(cause)) {
    const { appCode, retryAfter, fields } = cause;
    return { appCode, ...(retryAfter !== undefined && { retryAfter }), ...(fields && { fields }) };
  }
  if (cause instanceof ZodError) {
    return { appCode: 'INVALID_INPUT', fields: Object.fromEntries(mistakesIn(cause)) };
  }
  return { appCode: APP_CODES[error.code] ?? 'UNAVAILABLE' };
}

/** Which field, and what is wrong with it. */
function mistakesIn({ issues }: ZodError): [field: string, words: string][] {
  return issues
    .slice(0, MISTAKES_TOLD)
    .map(({ path, message }) => [path.join('.').slice(0, MISTAKE_MAX), message.slice(0, MISTAKE_MAX)]);
}

/** Words for a person. What broke inside stays inside. */
function messageOf(error: TRPCError): string {
  if (isAppError(error.cause)) return error.cause.message;
  if (error.cause instanceof ZodError) {
    return mistakesIn(error.cause)
      .map((mistake) => mistake.filter(Boolean).join(': '))
      .join('; ');
  }
  if (error.code === 'PARSE_ERROR') return 'The message is not valid JSON.';
  return APP_CODES[error.code] ? error.message : BROKEN;
}

/** Every call is written down, whatever became of it. */
const noted = t.middleware(async ({ ctx, path, next }) => {
  const started = performance.now();
  const result = await next();
  ctx.journal.note({
    path,
    userId: ctx.actor?.userId ?? null,
    outcome: result.ok ? 'OK' : dataOf(result.error).appCode,
    milliseconds: performance.now() - started,
  });
  return result;
});

/** A service's refusal becomes tRPC's, with the same meaning; nobody waits for a database that is gone. */
const refusals = t.middleware(async ({ ctx, next }) => {
  const result = await ctx.inReach(next()).catch(throwRefused);
  const cause = result.ok ? undefined : result.error.cause;
  if (cause && refused(cause) !== cause) throw refused(cause);
  return result;
});

/** Of one socket, so many calls are under way at once, and the others wait for their turn. */
const inTurn = t.middleware(async ({ ctx, next }) => {
  await ctx.calls?.begin();
  try {
    return await next();
  } finally {
    ctx.calls?.end();
  }
});

const signedIn = t.middleware(({ ctx, next }) => {
  // A call on a connection whose credential has ended is nobody's, also before it has closed.
  if (!ctx.actor || ctx.connection?.isOver) throw new AppError('UNAUTHENTICATED', 'Sign in first.');
  return next({ ctx: { ...ctx, actor: ctx.actor } });
});

const asAdmin = t.middleware(async ({ ctx, next }) => {
  if (!ctx.actor) throw new AppError('UNAUTHENTICATED', 'Sign in first.');
  const operator = await ctx.services.admins.authorise(ctx.actor);
  return next({ ctx: { ...ctx, actor: ctx.actor, operator } });
});

export const { router } = t;
/** For anybody. */
export const publicProcedure = t.procedure.use(inTurn).use(noted).use(refusals);
/** For people and programs that are signed in. */
export const procedure = publicProcedure.use(signedIn);
/** For admins of the installation; looked up with every call, before the input is. */
export const adminProcedure = procedure.use(asAdmin);

/** Whom a procedure is for, by its definition. */
export function callersOf({ middlewares }: { readonly middlewares: readonly unknown[] }) {
  const passes = (check: typeof signedIn | typeof asAdmin) =>
    check._middlewares.some((middleware) => middlewares.includes(middleware));
  return passes(asAdmin) ? 'admins' : passes(signedIn) ? 'people' : 'anybody';
}
