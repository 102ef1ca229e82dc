import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { APP_CODES, type AppCode } from '~/contract/errors';
import { DEFAULT_RATES, variableOf } from '~/server/limits';
import { callersOf, type ProcedureMeta } from '~/server/trpc/init';
import { appRouter } from '~/server/trpc/root';
import { contractTypes, meantBy } from './declarations';
import { readOutputs } from './read-outputs';
import { typeOfInput } from './type-of-input';

/** Written by hand; what is generated stands where it says so. */
const TEMPLATE = new URL('./template.md', import.meta.url);

interface Definition {
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly inputs: readonly z.ZodType[];
  readonly middlewares: readonly unknown[];
  readonly meta?: ProcedureMeta;
}

/** The page of all procedures. Throws with what is missing: a procedure that nobody has described is none. */
export function pageOfProcedures(): string {
  const outputs = readOutputs();
  const procedures = Object.entries(appRouter._def.procedures).map(
    ([path, procedure]) => [path, (procedure as unknown as { _def: Definition })._def] as const,
  );
  const silent = procedures.filter(([, { meta }]) => !meta?.does).map(([path]) => path);
  if (silent.length > 0) throw new Error(`say what it does, with .meta({ does: '…' }): ${silent.join(', ')}`);
  const sections = procedures.map(([path, definition], at) => {
    const noun = path.split('.')[0];
    const isFirst = procedures[at - 1]?.[0].split('.')[0] !== noun;
    return `${isFirst ? `## ${noun}\n\n` : ''}${section(path, definition, answerOf(outputs, path))}`;
  });
  const types = meantBy(outputs.values(), contractTypes());
  const parts: Record<string, string> = {
    procedures: sections.join('\n\n'),
    types: ['```ts', types.map(([, text]) => text).join('\n\n'), '```'].join('\n'),
    limits: limits(),
  };
  return readFileSync(TEMPLATE, 'utf8').replace(/^<!-- (\w+) -->$/gm, (_, name: string) => {
    const part = parts[name];
    if (part === undefined) throw new Error(`there is nothing called ${name} to put into the page`);
    return part;
  });
}

/** A feed's answers are told one by one, each with an id. */
function answerOf(outputs: ReadonlyMap<string, string>, path: string): string {
  const output = outputs.get(path);
  if (output === undefined) throw new Error(`the compiler does not know ${path}`);
  const [, told] = /^AsyncIterable<TrackedData<(.*)>, void, any>$/.exec(output) ?? [];
  const answer = told ? `${told}, again and again` : output;
  return answer.replaceAll('readonly ', '').replaceAll('; }', ' }');
}

function section(path: string, definition: Definition, answer: string): string {
  const { type, inputs } = definition;
  const own = definition.meta!;
  const callers = callersOf(definition);
  const codes = refusals(own, { callers, takesInput: inputs.length > 0 });
  const counted = own.limits?.map((name) => `\`${variableOf(name)}\``);
  return [
    `### ${path}`,
    '',
    `${own.does} *${type[0]?.toUpperCase()}${type.slice(1)}${callers === 'people' ? '' : `, for ${callers}`}.*`,
    '',
    '```ts',
    `${inputs[0] ? typeOfInput(inputs[0]) : '()'} → ${answer === 'void' ? 'nothing' : answer}`,
    '```',
    '',
    [`Refuses: ${codes.map((code) => `\`${code}\``).join(', ')}.`, counted && `Counts for ${counted.join(', ')}.`]
      .filter(Boolean)
      .join(' '),
  ].join('\n');
}

/** In the order of the contract. */
function refusals(
  { refuses = [], limits = [] }: ProcedureMeta,
  { callers, takesInput }: { callers: ReturnType<typeof callersOf>; takesInput: boolean },
): AppCode[] {
  const all = new Set<AppCode>(refuses);
  if (callers !== 'anybody') all.add('UNAUTHENTICATED');
  if (callers === 'admins') all.add('FORBIDDEN');
  if (takesInput) all.add('INVALID_INPUT');
  if (limits.length > 0) all.add('RATE_LIMITED');
  all.add('UNAVAILABLE');
  return APP_CODES.filter((code) => all.has(code));
}

function limits(): string {
  const rows = Object.entries(DEFAULT_RATES).map(
    ([name, { points, seconds }]) =>
      `| \`${variableOf(name as keyof typeof DEFAULT_RATES)}\` | ${points} in ${seconds} s |`,
  );
  return ['| limit | by default |', '|---|---|', ...rows].join('\n');
}
