import type { Turn, TurnDecision } from "../turn.ts";
import { failingDecision } from "./failing-decision.ts";

/** The size of a payload that is over the limit, in words; undefined for one that is not. */
export function oversize(text: string | null, maxBytes: number): string | undefined {
  // A character is at most three bytes of UTF-8, so that most texts need not be measured.
  if (text === null || text.length * 3 <= maxBytes) return undefined;
  const bytes = Buffer.byteLength(text);
  if (bytes <= maxBytes) return undefined;
  return `${megabytes(bytes)} MB, and the local host keeps ${megabytes(maxBytes)} MB at most. Store the data elsewhere and pass a reference to it.`;
}

/** Fails the instance instead of storing a value that is too large. */
export function limitPayloads(turn: Turn, decision: TurnDecision, maxBytes: number): TurnDecision {
  const { name } = turn.instance;
  const fail = (what: string, size: string) =>
    failingDecision(turn, `Orchestrator function '${name}' failed: ${what} is ${size}`);
  for (const task of decision.tasks) {
    const size = task.kind === "timer" ? undefined : oversize(task.input, maxBytes);
    if (size && task.kind !== "timer") return fail(`the input of '${task.name}'`, size);
  }
  const { end } = decision;
  if (end?.kind === "Completed") {
    const size = oversize(end.output, maxBytes);
    if (size) return fail("its output", size);
  }
  if (end?.kind === "ContinuedAsNew") {
    const size = oversize(end.input, maxBytes);
    if (size) return fail("the input that it continues with", size);
  }
  return decision;
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
