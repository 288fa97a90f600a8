/** A text as PostgreSQL takes it: whole characters, and none with the code 0. */
export function postgresText(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}

/** @param value  a timestamptz, which `pg` gives as a Date. @returns ISO 8601, UTC. */
export function instantOf(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}
