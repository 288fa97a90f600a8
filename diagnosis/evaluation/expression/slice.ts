import { type Evaluated, known, listOf, unknown } from "../evaluated.ts";
import { elementsOf } from "../navigate.ts";
import { supportOf } from "../truth.ts";
import type { NodeOf } from "./parse-expression.ts";

/** `[start:stop:step]` of a list or a text. A list that may go on has only slices that end before it does. */
export function slice(value: Evaluated, node: NodeOf<"Slice">): Evaluated {
  if (value.kind === "unknown") return value;
  if (typeof value.value === "string") {
    const characters = Array.from(value.value);
    const picked = positions(characters.length, node).map((at) => characters[at] ?? "");
    return known(picked.join(""), supportOf(value));
  }
  const elements = elementsOf(value);
  if (elements === undefined) return known(null, supportOf(value));
  const firstUnknown = elements.findIndex((element) => element.kind === "unknown");
  if (firstUnknown >= 0) {
    const { start, stop, step } = node;
    const endsBefore =
      (start ?? 0) >= 0 && stop !== null && stop >= 0 && stop <= firstUnknown && (step ?? 1) > 0;
    if (!endsBefore)
      return unknown(...elements.flatMap((element) => (element.kind === "unknown" ? element.reasons : [])));
  }
  const picked = positions(elements.length, node).flatMap((at) => elements[at] ?? []);
  return listOf(picked, picked.length === 0 ? supportOf(value) : value.proof);
}

function positions(length: number, node: NodeOf<"Slice">): number[] {
  const step = node.step ?? 1;
  if (step === 0) return [];
  const start = node.start === null ? (step < 0 ? length - 1 : 0) : cap(length, node.start, step);
  const stop = node.stop === null ? (step < 0 ? -1 : length) : cap(length, node.stop, step);
  const found: number[] = [];
  for (let at = start; step > 0 ? at < stop : at > stop; at += step) found.push(at);
  return found;
}

function cap(length: number, position: number, step: number): number {
  if (position < 0) {
    const fromEnd = position + length;
    return fromEnd >= 0 ? fromEnd : step < 0 ? -1 : 0;
  }
  return position < length ? position : step < 0 ? length - 1 : length;
}
