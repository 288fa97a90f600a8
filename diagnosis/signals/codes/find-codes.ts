import type { Signals } from "../../../domain/signals.ts";
import { distinct, find, type Scan } from "../scan.ts";
import type { TextPart } from "../text-part.ts";
import type { CodePattern } from "./code-pattern.ts";
import { databaseCodes } from "./database-codes.ts";
import { httpCodes } from "./http-codes.ts";
import { networkCodes } from "./network-codes.ts";
import { serviceCodes } from "./service-codes.ts";

type CodeSignal = Signals["codes"][number];

export const codePatterns: readonly CodePattern[] = [
  ...httpCodes,
  ...serviceCodes,
  ...databaseCodes,
  ...networkCodes,
];
const mostCodes = 100;

/** The codes that the error and the caller's notes state, in order of appearance. Source code states none. */
export function findCodes(scan: Scan, parts: readonly TextPart[]): CodeSignal[] {
  const found = distinct<CodeSignal>(mostCodes, ({ family, code }) => `${family} ${code.toLowerCase()}`);
  for (const part of parts) {
    if (part.kind === "code") continue;
    const inPart = codePatterns.flatMap((pattern) => codesBy(scan, part, pattern));
    for (const { signal } of inPart.toSorted((left, right) => left.index - right.index)) found.add(signal);
  }
  return found.list();
}

function codesBy(scan: Scan, part: TextPart, pattern: CodePattern) {
  if (pattern.within !== undefined && !pattern.within.test(part.text)) return [];
  return [...find(scan, part, pattern.pattern)].flatMap(({ groups, index, position }) => {
    const written = groups.slice(1).find((group) => group !== "");
    if (written === undefined) return [];
    const read = pattern.read ? pattern.read(written) : { code: written, family: pattern.family };
    return read === undefined ? [] : [{ index, signal: { ...read, ...position } }];
  });
}
