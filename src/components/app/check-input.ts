import type { ZodType } from 'zod';
import { sentence } from './error-words';

export type FieldErrors = Readonly<Record<string, string>>;

export const NO_ERRORS: FieldErrors = {};

/** What is wrong with each field, in the contract's own words; empty when the input will do. */
export function problemsIn(schema: ZodType, input: unknown): FieldErrors {
  const result = schema.safeParse(input);
  if (result.success) return NO_ERRORS;
  const problems: Record<string, string> = {};
  for (const issue of result.error.issues) {
    const field = String(issue.path[0] ?? '');
    problems[field] ??= sentence(issue.message);
  }
  return problems;
}

/** The server's field errors as sentences. */
export function inSentences(fields: FieldErrors): FieldErrors {
  return Object.fromEntries(Object.entries(fields).map(([field, words]) => [field, sentence(words)]));
}

/** The text fields of a form by name, as typed. */
export function valuesOf(form: HTMLFormElement): Record<string, string> {
  return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
}
