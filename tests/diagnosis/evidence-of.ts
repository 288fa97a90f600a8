import {
  createEnvironment,
  type EnvironmentOptions,
  evaluate,
} from "../../diagnosis/evaluation/environment.ts";
import type { Evaluated } from "../../diagnosis/evaluation/evaluated.ts";
import { documentRoot } from "../../diagnosis/evaluation/navigate.ts";
import { openDocument } from "../../diagnosis/evaluation/place.ts";
import type { Evidence } from "../../domain/evidence.ts";

/** A stored answer of Azure; `body` as a value, the rest as far as a test cares. */
export function evidenceOf(
  evidenceId: string,
  body: unknown,
  rest: Partial<Omit<Evidence, "body" | "evidenceId">> = {},
): Evidence {
  return {
    diagnosisId: "d1",
    source: "arm",
    requestKey: "",
    request: "GET /x",
    status: 200,
    observedAt: "2026-10-14T09:00:00.000Z",
    sha256: "0".repeat(64),
    complete: true,
    ...rest,
    evidenceId,
    body: JSON.stringify(body),
  };
}

/** The body of a stored answer as an expression sees it. */
export function rootOf(evidence: Evidence): Evaluated {
  return documentRoot(openDocument(evidence));
}

/** Evaluates over names bound to stored answers (or to values given as such). */
export function evaluateOver(
  expression: string,
  names: EnvironmentOptions["names"],
  rest: Partial<EnvironmentOptions> = {},
): Evaluated {
  return evaluate(expression, createEnvironment({ now: "2026-10-14T09:00:00.000Z", names, ...rest }));
}
