import type { ScenarioResult } from "./run-scenario.ts";

export interface EvalTotals {
  scenarios: number;
  right: number;
  unknown: number;
  wrong: number;
  rightPercent: number;
  wrongPercent: number;
  requiredCited: number;
  requiredAsked: number;
  culpritNamed: number;
  culpritAsked: number;
  fixMatched: number;
  fixAsked: number;
  fixClosed: number;
  fixApplied: number;
  forbidden: number;
  readsMedian: number;
  reads95th: number;
  wallMsMedian: number;
}

export function totalsOf(results: readonly ScenarioResult[]): EvalTotals {
  const graded = results.map(({ grade }) => grade);
  const count = (test: (grade: ScenarioResult["grade"]) => boolean) => graded.filter(test).length;
  const percent = (part: number) =>
    results.length === 0 ? 0 : Math.round((part / results.length) * 1_000) / 10;
  const right = count(({ verdict }) => verdict === "right");
  const wrong = count(({ verdict }) => verdict === "wrong");
  return {
    scenarios: results.length,
    right,
    unknown: count(({ verdict }) => verdict === "unknown"),
    wrong,
    rightPercent: percent(right),
    wrongPercent: percent(wrong),
    requiredCited: graded.reduce((sum, { requiredCited }) => sum + requiredCited, 0),
    requiredAsked: graded.reduce((sum, { requiredAsked }) => sum + requiredAsked, 0),
    culpritNamed: count(({ culpritNamed }) => culpritNamed === true),
    culpritAsked: count(({ culpritNamed }) => culpritNamed !== undefined),
    fixMatched: count(({ fixMatched }) => fixMatched === true),
    fixAsked: count(({ fixMatched }) => fixMatched !== undefined),
    fixClosed: count(({ fixCloses }) => fixCloses === true),
    fixApplied: count(({ fixCloses }) => fixCloses !== undefined),
    forbidden: graded.reduce((sum, { forbidden }) => sum + forbidden.length, 0),
    readsMedian: quantile(
      graded.map(({ reads }) => reads),
      0.5,
    ),
    reads95th: quantile(
      graded.map(({ reads }) => reads),
      0.95,
    ),
    wallMsMedian: Math.round(
      quantile(
        results.map(({ wallMs }) => wallMs),
        0.5,
      ),
    ),
  };
}

function quantile(values: number[], part: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? 0;
}

const yesNo = (value: boolean | undefined) => (value === undefined ? "-" : value ? "yes" : "NO");

/** One line a scenario. */
export function formatResult({ id, grade, wallMs, failure }: ScenarioResult): string {
  const cells = [
    id.padEnd(34),
    grade.verdict.padEnd(7),
    grade.rootCause.padEnd(40),
    `evidence ${grade.requiredCited}/${grade.requiredAsked}`,
    `culprit ${yesNo(grade.culpritNamed)}`.padEnd(11),
    `fix ${yesNo(grade.fixMatched)}`.padEnd(7),
    `closes ${yesNo(grade.fixCloses)}`.padEnd(10),
    `forbidden ${grade.forbidden.length}`,
    `${String(grade.reads).padStart(2)} reads`,
    `${(wallMs / 1_000).toFixed(1)} s`,
  ];
  return `${cells.join("  ")}${failure ? `  (${failure})` : ""}`;
}

export function formatTotals(totals: EvalTotals): string {
  return [
    `${totals.scenarios} scenarios: right ${totals.right} (${totals.rightPercent} %), unknown ${totals.unknown}, wrong ${totals.wrong} (${totals.wrongPercent} %)`,
    `required evidence cited ${totals.requiredCited}/${totals.requiredAsked}, culprit named ${totals.culpritNamed}/${totals.culpritAsked}, fix matched ${totals.fixMatched}/${totals.fixAsked}, fix closes the case ${totals.fixClosed}/${totals.fixApplied}, forbidden text ${totals.forbidden}`,
    `reads: median ${totals.readsMedian}, 95th percentile ${totals.reads95th}; wall time: median ${(totals.wallMsMedian / 1_000).toFixed(1)} s`,
  ].join("\n");
}
