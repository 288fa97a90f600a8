import type { Citation } from "../../../domain/citation.ts";
import { fixedEvidence } from "../../../domain/evidence.ts";
import { citeContained } from "../../evaluation/cite.ts";
import { childOf, type EvidenceDocument, valueAt } from "../../evaluation/place.ts";
import { stepsOf } from "./list-path.ts";

/**
 * A citation on a signal, made on the text in which the signal was found: what the developer sent is the proof, the signal
 * only what was seen in it. Undefined for a fact that does not stand in that text as it is.
 */
export function signalInRequest(
  citation: Citation,
  signals: EvidenceDocument,
  request: EvidenceDocument,
): Citation | undefined {
  if (citation.evidenceId !== fixedEvidence.signals || citation.op !== "equals") return undefined;
  const [list, index] = stepsOf(signals.body, citation.pointer);
  if (list === undefined || index === undefined) return undefined;
  const signal = childOf(childOf(signals.body, list), index);
  // Fields are values alone, all of the error; their lines stand beside them.
  const isField = list === "fields";
  const pointer = isField ? "/error" : childOf(signal, "pointer");
  const line = isField ? childOf(childOf(signals.body, "fieldLines"), index) : childOf(signal, "line");
  if (typeof pointer !== "string") return undefined;
  const place = { document: request, path: stepsOf(request.body, pointer) };
  const text = valueAt(place);
  if (typeof text !== "string") return undefined;
  const said = isField
    ? withLabel(text, line, String(index), citation.value)
    : ((list === "codes" ? withLabel(text, line, "code", citation.value) : undefined) ?? citation.value);
  return said !== undefined && isFirstOnLine(line, said, text) ? citeContained(place, said) : undefined;
}

const mostBetween = 20;

/** A labelled value as the line has it, from the label on; undefined for a field that has no label there: a stack frame. */
function withLabel(text: string, line: unknown, label: string, value: string): string | undefined {
  const whole = text.split("\n")[Number(line) - 1] ?? "";
  const first = whole.toLowerCase().indexOf(label.toLowerCase());
  const at = first < 0 ? -1 : whole.indexOf(value, first + label.length);
  const from = at < 0 ? -1 : whole.toLowerCase().lastIndexOf(label.toLowerCase(), at - label.length);
  if (from < 0 || at > from + label.length + mostBetween) return undefined;
  return whole.slice(from, at + value.length);
}

/** The first place at which the text holds the value is on the line that the signal names. */
function isFirstOnLine(line: unknown, value: string, text: string): boolean {
  const at = text.toLowerCase().indexOf(value.toLowerCase());
  return value !== "" && at >= 0 && text.slice(0, at).split("\n").length === line;
}
