import type { Signals } from "../../../domain/signals.ts";
import { distinct, find, type Scan } from "../scan.ts";
import type { TextPart } from "../text-part.ts";

type ActionSignal = Signals["actions"][number];

const mostActions = 50;
const scopeWithinCharacters = 400;
const action =
  /\bMicrosoft\.[A-Za-z]{2,40}(?:\.[A-Za-z]{2,40}){0,2}\/(?:[A-Za-z0-9]{1,60}\/){0,8}(?:read|write|delete|[A-Za-z0-9]{1,60}\/action|readMetadata|\*)(?![\w/])/gi;
const scope =
  /(?:(?:over|at|on) (?:the )?(?:linked )?scopes?|resource)(?:\(s\))?\s{0,2}[:=]?\s{0,2}["'[(]{1,2}(\/[^"'\])\s]{0,600})["'\])]/i;

/**
 * Actions that an error says the caller may not perform, with their scope where the same sentence states it:
 * `does not have authorization to perform action '…' over scope '…'`, `Action: '…' Resource: '…'`.
 */
export function findActions(scan: Scan, parts: readonly TextPart[]): ActionSignal[] {
  const found = distinct<ActionSignal>(mostActions, (signal) => signal.action.toLowerCase());
  for (const part of parts) {
    if (part.kind === "code") continue;
    for (const { groups, index, position } of find(scan, part, action)) {
      const end = index + groups[0]!.length;
      const stated = scope.exec(part.text.slice(end, end + scopeWithinCharacters))?.[1];
      found.add({
        action: groups[0]!,
        ...(stated === undefined
          ? {}
          : { scope: stated.length > 1 ? stated.replace(/[/.]{1,3}$/, "") : stated }),
        ...position,
      });
    }
  }
  return found.list();
}
