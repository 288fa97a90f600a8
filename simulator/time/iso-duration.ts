const durationPattern =
  /^P(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i;
const unitMs = [7 * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000];

/** Milliseconds of an ISO 8601 duration such as `PT5M`; undefined for what is none, months and years included. */
export function parseIsoDuration(text: string): number | undefined {
  const match = durationPattern.exec(text.trim());
  if (match === null || /^P(T)?$/i.test(text.trim())) return undefined;
  return match.slice(1).reduce((sum, part, index) => sum + Number(part ?? 0) * (unitMs[index] ?? 0), 0);
}
