/** Texts and comments of KQL, which stay as they are; and the functions that count from the moment of the query. */
const parts =
  /@?'(?:\\.|[^'\\\n])*'|@?"(?:\\.|[^"\\\n])*"|\/\/[^\n]*|\bago\s*\(\s*([\w.]+)\s*\)|\bnow\s*\(\s*\)/gu;

/**
 * KQL whose `ago(…)` and `now()` count from `at` (ISO 8601, UTC), so that it asks the same on any later day.
 *
 * @see https://learn.microsoft.com/kusto/query/ago-function
 */
export function pinTimes(query: string, at: string): string {
  return query.replace(parts, (part: string, span: string | undefined) => {
    if (span !== undefined) return `(datetime(${at}) - ${span})`;
    return part.startsWith("now") ? `datetime(${at})` : part;
  });
}
