import type { AppRouter } from '~/server/trpc/root';

type Nouns = AppRouter['_def']['record'];

type OutputOf<Procedure> = Procedure extends { _def: { $types: { output: infer Output } } } ? Output : never;

/** What every procedure answers with, under the names the contract gives it. Read by `readOutputs`, used by nobody else. */
export type Outputs = {
  readonly [Noun in keyof Nouns]: { readonly [Name in keyof Nouns[Noun]]: OutputOf<Nouns[Noun][Name]> };
};
