import {
  type AnalysisFunction,
  type Evaluated,
  type EvaluationContext,
  known,
  unknown,
} from "../../evaluation/evaluated.ts";
import { elementsOf } from "../../evaluation/navigate.ts";
import { truthOf } from "../../evaluation/truth.ts";

const hostsOf =
  "[properties.hostNames, properties.configuration.ingress.fqdn, properties.configuration.ingress.customDomains[].name][]";
const identitiesOf =
  "[identity.principalId, values(not_null(identity.userAssignedIdentities, `{}`))[].principalId][]";

/**
 * `pick_caller(workloads, principal, assignments)`: which of the resources (rows with `identity`) made the call: the one
 * that carries the identity that was seen; the only one there is; the one that serves a host name of the notes; else the only one whose identity the target's role
 * assignments name. Null where there is none; unknown where several are left.
 */
export const pickCaller: AnalysisFunction = ([workloads, principal, assignments], context) => {
  if (workloads?.kind !== "known") return workloads ?? known(null);
  const all = elementsOf(workloads) ?? [];
  if (principal?.kind === "known" && typeof principal.value === "string" && principal.value !== "") {
    const carrying = only(
      context.evaluate(`$all[?contains(${identitiesOf}, $principal)]`, known(null), {
        all: workloads,
        principal,
      }),
    );
    if (carrying !== undefined) return carrying;
  }
  const single = all.length === 1 ? all[0] : undefined;
  if (single !== undefined) return single;
  if (all.length === 0) return known(null);
  return (
    byHost(workloads, context) ??
    byAssignment(workloads, assignments, context) ??
    unknown({ kind: "undecided", what: { en: "which app made the call", ko: "호출한 앱" } })
  );
};

/** The notes say which site it is by the address that people know it under. Other hosts may be those that were called. */
function byHost(workloads: Evaluated, context: EvaluationContext): Evaluated | undefined {
  const hosts = context.evaluate(
    "not_null($.signals.hosts, `[]`)[?starts_with(pointer, '/context')].host",
    known(null),
  );
  return only(
    context.evaluate(`$all[?length((${hostsOf})[?contains($hosts, @)]) > \`0\`]`, known(null), {
      all: workloads,
      hosts,
    }),
  );
}

function byAssignment(
  workloads: Evaluated,
  assignments: Evaluated | undefined,
  context: EvaluationContext,
): Evaluated | undefined {
  if (assignments === undefined) return undefined;
  if (assignments.kind === "unknown")
    return assignments.reasons.some(({ kind }) => kind === "pending") ? assignments : undefined;
  const granted = context.evaluate("$assignments.value[].properties.principalId", known(null), {
    assignments,
  });
  if (granted.kind === "unknown") return granted;
  const named = context.evaluate(
    `$all[?length((${identitiesOf})[?contains($granted, @)]) > \`0\`]`,
    known(null),
    { all: workloads, granted },
  );
  return only(named);
}

function only(found: Evaluated): Evaluated | undefined {
  if (found.kind === "unknown" || truthOf(found).kind === "unknown") return undefined;
  const elements = elementsOf(found) ?? [];
  return elements.length === 1 ? elements[0] : undefined;
}
