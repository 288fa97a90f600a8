import { analyses } from "../../../../diagnosis/analyses/analysis-table.ts";
import { createEnvironment, evaluate } from "../../../../diagnosis/evaluation/environment.ts";
import { type Evaluated, known } from "../../../../diagnosis/evaluation/evaluated.ts";
import type { JsonValue } from "../../../../domain/json-value.ts";
import { documentRoot } from "../../../../diagnosis/evaluation/navigate.ts";
import { openDocument } from "../../../../diagnosis/evaluation/place.ts";
import { holds } from "../../../../diagnosis/recheck/holds.ts";
import type { Citation } from "../../../../domain/citation.ts";
import type { Evidence } from "../../../../domain/evidence.ts";

export interface Result {
  /** "unknown" where it is. */
  value: JsonValue;
  /** `e5/value none_match …`, in order. */
  proof: string[];
  evaluated: Evaluated;
}

/** Evaluates an expression over bodies as if each had been read, and checks that every citation holds on its body. */
export function run(
  expression: string,
  bodies: Readonly<Record<string, JsonValue>>,
  more: Readonly<Record<string, Evaluated>> = {},
): Result {
  const evidence = new Map(
    Object.entries(bodies).map(([name, body], index) => [name, evidenceOf(`e${index + 5}`, body)] as const),
  );
  const names = Object.fromEntries(
    [...evidence].map(([name, item]) => [name, documentRoot(openDocument(item))] as const),
  );
  const environment = createEnvironment({
    now: "2026-05-01T00:00:00Z",
    names: { request: known({ error: "" }), signals: known({}), ...names, ...more },
    analyses,
  });
  const evaluated = evaluate(expression, environment);
  const citations = evaluated.kind === "known" ? evaluated.proof() : [];
  refuseFalse(citations, [...evidence.values()]);
  return {
    value: evaluated.kind === "known" ? evaluated.value : "unknown",
    proof: citations.map(
      ({ evidenceId, pointer, op, operand }) => `${evidenceId}${pointer} ${op} ${operand ?? ""}`,
    ),
    evaluated,
  };
}

function refuseFalse(citations: readonly Citation[], evidence: readonly Evidence[]): void {
  for (const citation of citations) {
    const cited = evidence.find(({ evidenceId }) => evidenceId === citation.evidenceId);
    if (cited === undefined || !holds(citation, cited))
      throw new Error(`The citation ${JSON.stringify(citation)} does not hold.`);
  }
}

function evidenceOf(evidenceId: string, body: JsonValue): Evidence {
  return {
    diagnosisId: "d1",
    evidenceId,
    source: "arm",
    requestKey: evidenceId,
    request: `GET /${evidenceId}`,
    status: 200,
    observedAt: "2026-05-01T00:00:00Z",
    body: JSON.stringify(body),
    sha256: "",
    complete: true,
  };
}
