import { cutText } from "../../domain/cut-text.ts";
import type { Report } from "../../domain/contract/report.ts";

/** Whoever wants more has the report itself. */
const mostCharacters = 8_000;

/** What was read, what each claim rests on, what was ruled out and what could not be read: a line each. */
export function howItWasDiagnosed({ cost, evidence, claims, gaps, root_cause, ruled_out }: Report): string {
  const read = new Set(evidence.map(({ request, source }) => `${source} ${request}`));
  return fitting([
    `named: ${root_cause.code} (${root_cause.confidence}), after ${cost.azure_reads} reads of Azure`,
    ...claims.map(({ text }) => `found: ${text}`),
    ...[...read].map((request) => `cited: ${request}`),
    ...ruled_out.map(({ code, because }) => `ruled out: ${code}: ${because}`),
    ...gaps.map(({ what, permission }) => `not read: ${what} (${permission})`),
  ]);
}

/** What the report said to do. */
export function actionsTaken({ actions }: Report): string {
  return fitting(actions.map(({ title, commands }) => [title, ...commands].join("\n  ")));
}

function fitting(lines: readonly string[]): string {
  return cutText(lines.join("\n"), mostCharacters);
}
