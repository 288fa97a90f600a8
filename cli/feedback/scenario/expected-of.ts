import type { Report, ReportEvidence } from "../../../domain/contract/report.ts";
import { requestPath } from "../../../domain/evidence.ts";
import { isRootCause, unknownCause } from "../../../domain/root-causes.ts";
import type { Feedback } from "../../../services/stores/feedback.ts";
import type { Expected, ExpectedEvidence } from "../../eval/scenario-files.ts";
import { textIn } from "./json-shapes.ts";
import type { ScenarioTenant } from "./scenario-tenant.ts";

const mostEvidence = 12;

export interface ExpectedAnswer {
  expected: Expected & { source: string };
  /** What whoever knows the case has to complete. */
  toComplete: string[];
}

/** expected.json of what the developer confirmed, and `unknown` where nobody has said what it was. */
export function expectedOf(
  report: Report | undefined,
  feedback: Feedback | undefined,
  tenant: ScenarioTenant,
): ExpectedAnswer {
  const said = feedback?.rootCause ?? unknownCause;
  const rootCause = isRootCause(said) ? said : unknownCause;
  const isRight = feedback?.verdict === "right" && report !== undefined;
  const wrong = feedback?.verdict === "wrong" ? feedback.reportedCause : undefined;
  const isNamed = rootCause !== unknownCause;
  const resources = isRight ? culpritsIn(tenant, report) : [];
  return {
    expected: {
      rootCause,
      azureFault: !rootCause.startsWith("code."),
      ...(resources.length > 0 ? { resources } : {}),
      ...(isRight ? { evidence: report.evidence.flatMap(citedOf).slice(0, mostEvidence) } : {}),
      ...(wrong !== undefined && isRootCause(wrong) && wrong !== rootCause ? { ruledOut: [wrong] } : {}),
      fix: { anyOf: ["."] },
      difficulty: 3,
      source: "a diagnosis of somebody's own, without their names",
    },
    toComplete: [
      ...(isNamed
        ? []
        : [
            `expected.json: rootCause is unknown: ${said === unknownCause ? "nobody has said what it was" : `it was said to be "${said}", which is no code of the vocabulary`}. Set the code, azureFault and ruledOut.`,
          ]),
      "expected.json: fix.anyOf accepts any remediation. Say in a regular expression what the right one names.",
      ...(isRight
        ? []
        : [
            "expected.json: evidence and resources are left out. Add what a right report must cite and name.",
          ]),
    ],
  };
}

function culpritsIn({ resources, subscriptions }: ScenarioTenant, report: Report): string[] {
  const held = new Set(
    [...resources.map((one) => textIn(one, "id")), ...subscriptions.map((one) => textIn(one, "id"))].map(
      (id) => id.toLowerCase(),
    ),
  );
  return report.root_cause.resource_ids.filter((id) => held.has(id.toLowerCase()));
}

/** A citation that was right as the scenario format says it; none of what the developer sent, whose words are their own. */
function citedOf({ op, pointer, request, source, value }: ReportEvidence): ExpectedEvidence[] {
  if (source !== "arm" || op !== "equals" || value.length > 100) return [];
  const field = pointer
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .filter((step) => step !== "" && !/^\d+$/u.test(step));
  if (field.length === 0 || field.some((step) => /[./]/u.test(step))) return [];
  return [{ path: requestPath(request), field: field.join("."), value, required: false }];
}
