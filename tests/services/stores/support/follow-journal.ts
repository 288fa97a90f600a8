import type { ProgressEvent } from "../../../../domain/contract/progress-event.ts";
import type { ProgressJournal } from "../../../../services/stores/progress-journal.ts";

/** Follows a diagnosis as a gateway does, from the beginning, a few lines at a time, until it has so many. */
export async function followJournal(
  journal: ProgressJournal,
  diagnosisId: string,
  lines: number,
  onLine: (event: ProgressEvent) => void = () => {},
): Promise<ProgressEvent[]> {
  const seen: ProgressEvent[] = [];
  while (seen.length < lines) {
    const after = seen.at(-1)?.seq ?? 0;
    if (!(await journal.waitFor(diagnosisId, after, 50_000))) continue;
    for (const event of await journal.read(diagnosisId, after, 7)) {
      seen.push(event);
      onLine(event);
    }
  }
  return seen;
}
