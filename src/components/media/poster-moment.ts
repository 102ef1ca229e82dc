/** Which moment of a film stands for it, in seconds: the very first frame is often black. 0 if nobody knows how long it is. */
export function posterMoment(durationMs = 0): number {
  return Math.min(1, durationMs / 10_000);
}
