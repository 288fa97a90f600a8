import type { Report } from "../domain/contract/report.ts";
import { unknownCause } from "../domain/root-causes.ts";

/** The codes of the causes that a report found, the root cause first. */
export function causeCodes({ root_cause: root, also }: Pick<Report, "root_cause" | "also">): string[] {
  return [root, ...also].map(({ code }) => code).filter((code) => code !== unknownCause);
}
