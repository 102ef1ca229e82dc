import { END_LAWS } from './ends';
import type { Evidence, Law, Violation } from './law';
import { STORED_LAWS } from './stored';
import { TOLD_LAWS } from './told';

export const LAWS: readonly Law[] = [...STORED_LAWS, ...TOLD_LAWS, ...END_LAWS];

/** Every way in which the evidence breaks a law; none for a run in which the promise was kept. */
export function violationsIn(evidence: Evidence): readonly Violation[] {
  return LAWS.flatMap(({ broken }) => broken(evidence));
}
