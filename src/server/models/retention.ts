/** How long a conversation keeps its messages, as was chosen for it. */
export interface RetentionChoices {
  /** Days that its owners chose; null for no choice. */
  own: number | null;
  /** Days that admins allow here at most, 0 for any number; null for as many as everywhere. */
  bound: number | null;
}

export const NO_CHOICES: RetentionChoices = { own: null, bound: null };

/** Days its owners may choose at most; null for any number, and for good. */
export function boundOf({ bound }: RetentionChoices, everywhere: number | null): number | null {
  const days = bound ?? everywhere;
  return days === 0 ? null : days;
}

/** Days after which messages are deleted; null for never. Never longer than the bound, whatever was chosen when. */
export function daysOf(choices: RetentionChoices, everywhere: number | null): number | null {
  const given = [choices.own, boundOf(choices, everywhere)].filter((days) => days !== null);
  return given.length > 0 ? Math.min(...given) : null;
}
