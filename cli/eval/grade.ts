import type { Report } from "../../domain/contract/report.ts";
import { unknownCause } from "../../domain/root-causes.ts";
import { isCited } from "./match-evidence.ts";
import type { Expected } from "./scenario-files.ts";

/** What a report is worth against the confirmed answer. `undefined` where the scenario asks nothing of the kind. */
export interface Grade {
  verdict: "right" | "unknown" | "wrong";
  rootCause: string;
  confidence: string;
  requiredCited: number;
  requiredAsked: number;
  culpritNamed: boolean | undefined;
  fixMatched: boolean | undefined;
  /** The tenant as the fix leaves it, diagnosed again: is the cause gone? Only where the fix is made in the tenant. */
  fixCloses: boolean | undefined;
  permissionNamed: boolean | undefined;
  /** Patterns of `mustNotContain` that the report matched. */
  forbidden: string[];
  reads: number;
}

/** Grades a report: right 1, unknown 0, wrong -1; a right cause with the fault on the wrong side counts as wrong. */
export function grade(report: Report, expected: Expected): Grade {
  const whole = JSON.stringify(report);
  const required = (expected.evidence ?? []).filter((item) => item.required === true);
  const remediation = JSON.stringify([report.actions, report.root_cause.explanation, report.verify]);
  return {
    verdict: verdictOf(report, expected),
    rootCause: report.root_cause.code,
    confidence: report.root_cause.confidence,
    requiredCited: required.filter((item) => isCited(item, report.evidence)).length,
    requiredAsked: required.length,
    culpritNamed: culpritNamed(report, expected.resources ?? []),
    fixMatched: expected.fix?.anyOf.some((pattern) => new RegExp(pattern, "i").test(remediation)),
    fixCloses: undefined,
    permissionNamed: expected.missingPermission
      ? JSON.stringify(report.gaps).toLowerCase().includes(expected.missingPermission.toLowerCase())
      : undefined,
    forbidden: (expected.mustNotContain ?? []).filter((pattern) => new RegExp(pattern, "i").test(whole)),
    reads: report.cost.azure_reads,
  };
}

function verdictOf(report: Report, expected: Expected): Grade["verdict"] {
  if (report.root_cause.code === unknownCause)
    return expected.rootCause === unknownCause ? "right" : "unknown";
  const accepted = [expected.rootCause, ...(expected.alsoAccept ?? [])];
  if (!accepted.includes(report.root_cause.code)) return "wrong";
  return (report.verdict === "azure") === expected.azureFault ? "right" : "wrong";
}

function culpritNamed(report: Report, resources: readonly string[]): boolean | undefined {
  if (resources.length === 0) return undefined;
  const named = report.root_cause.resource_ids.map((id) => id.toLowerCase());
  return resources.some((resource) => named.includes(resource.toLowerCase()));
}
