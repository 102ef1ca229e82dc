import { useTranslations } from 'use-intl/react';
import type { ZodType } from 'zod';
import { problemOf } from '~/contract/problems';

/** What is wrong with which field, in the contract's own words: `useProblemIn` says them to a person. */
export type FieldErrors = Readonly<Record<string, string>>;

export const NO_ERRORS: FieldErrors = {};

/** What is wrong with each field; empty when the input will do. */
export function problemsIn(schema: ZodType, input: unknown): FieldErrors {
  const result = schema.safeParse(input);
  if (result.success) return NO_ERRORS;
  const problems: Record<string, string> = {};
  for (const issue of result.error.issues) {
    const field = String(issue.path[0] ?? '');
    problems[field] ??= issue.message;
  }
  return problems;
}

/** Says what is wrong with a field; nothing for a field with which nothing is. */
export function useProblemIn(): (words: string | undefined) => string | undefined {
  const t = useTranslations('problems');
  return (words) => (words === undefined ? undefined : t(problemOf(words)));
}

/** The text fields of a form by name, as typed. */
export function valuesOf(form: HTMLFormElement): Record<string, string> {
  return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
}
