/** A wait as people are told it: whole seconds, never shorter than it is. */
export function secondsOf(waitMs: number | undefined): number {
  return Math.ceil((waitMs ?? 0) / 1_000);
}
