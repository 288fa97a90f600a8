import type { Citation } from "../../../domain/citation.ts";
import { fixedEvidence } from "../../../domain/evidence.ts";
import { childOf, type EvidenceDocument } from "../../evaluation/place.ts";
import { stepsOf } from "./list-path.ts";

/**
 * Where in what the developer sent a citation stands: `src/app.ts:12`, `error:3`. Undefined for one that stands elsewhere, or
 * on the request as a whole.
 */
export function placeInRequest(citation: Citation, { evidence, body }: EvidenceDocument): string | undefined {
  if (evidence.source !== "request") return undefined;
  const steps = stepsOf(body, citation.pointer);
  if (evidence.evidenceId !== fixedEvidence.signals) return placeAt(steps.map(String), citation.line);
  const [list, index] = steps;
  if (list === "fields") return placeAt(["error"], citation.line);
  const signal = list === undefined || index === undefined ? undefined : childOf(childOf(body, list), index);
  const pointer = childOf(signal, "pointer");
  return typeof pointer === "string" ? placeAt(stepsOf(null, pointer).map(String), citation.line) : undefined;
}

function placeAt([part, name]: readonly string[], line: number | undefined): string | undefined {
  const file = part === "source_code" ? name : part;
  if (file === undefined || file === "") return undefined;
  return line === undefined ? file : `${file}:${line}`;
}
