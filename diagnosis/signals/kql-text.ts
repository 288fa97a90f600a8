/** A KQL string literal. */
export function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

/** Literals as `in~ (…)` takes them. */
export function list(values: readonly string[]): string {
  return values.map(quoted).join(", ");
}
