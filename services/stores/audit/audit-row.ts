import { randomUUID } from "node:crypto";
import { redactJson } from "../../../domain/redaction/redact-json.ts";
import type { AuditEntry } from "../audit-log.ts";

/** An entry as it is stored: redacted, of bounded size, with an ID of its own by which it is stored once. */
export interface AuditRow extends AuditEntry {
  rowId: string;
}

/** Of one payload as JSON. A tool's answer has 24 KB at most; what is larger tells more about its sender than its use. */
const payloadCharacters = 64 * 1024;

/** What a column holds, in characters. */
const widths = { id: 64, name: 100, long: 255 };

/** What a caller forgot to redact must not lie in the log; a payload that is no JSON is said to be so. */
export function auditRowOf(entry: AuditEntry): AuditRow {
  return {
    rowId: randomUUID(),
    traceId: text(entry.traceId, widths.id),
    userPrincipalName: text(entry.userPrincipalName, widths.long),
    tenantId: text(entry.tenantId, widths.id),
    objectId: text(entry.objectId, widths.id),
    toolCalled: text(entry.toolCalled, widths.name),
    requestPayload: payloadOf(entry.requestPayload),
    responsePayload: payloadOf(entry.responsePayload),
    executionTimeMs: Math.round(entry.executionTimeMs),
    outcome: text(entry.outcome, widths.name),
    ...(entry.diagnosisId === undefined ? {} : { diagnosisId: text(entry.diagnosisId, widths.long) }),
    ...(entry.stepId === undefined ? {} : { stepId: text(entry.stepId, widths.long) }),
    createdAt: entry.createdAt,
  };
}

/** Entries that had to be given up. */
export interface AuditGap {
  dropped: number;
  /** When the first and the last of them were made; ISO 8601, UTC. */
  from: string;
  to: string;
}

/** A gap with one more entry. */
export function widened(gap: AuditGap | undefined, { createdAt }: AuditEntry): AuditGap {
  return { dropped: (gap?.dropped ?? 0) + 1, from: gap?.from ?? createdAt, to: createdAt };
}

/** What stands in the place of entries that had to be given up. */
export function gapRowOf({ dropped, from, to }: AuditGap): AuditRow {
  const rowId = randomUUID();
  return {
    rowId,
    traceId: rowId.replaceAll("-", ""),
    userPrincipalName: "",
    tenantId: "",
    objectId: "",
    toolCalled: "audit",
    requestPayload: null,
    responsePayload: { dropped, from, to },
    executionTimeMs: 0,
    outcome: "dropped",
    createdAt: to,
  };
}

function payloadOf(payload: unknown): unknown {
  const redacted = redactJson(jsonOf(payload));
  const characters = JSON.stringify(redacted).length;
  return characters > payloadCharacters ? `(${characters} characters)` : redacted;
}

function jsonOf(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value ?? null), (_, part: unknown) =>
      typeof part === "string" ? storable(part) : part,
    );
  } catch {
    return "[not JSON]";
  }
}

function text(value: string, characters: number): string {
  return storable(value.slice(0, characters));
}

/** Whole characters, and none with the code 0, which no text of PostgreSQL holds. */
function storable(value: string): string {
  return value.toWellFormed().replaceAll("\0", "\uFFFD");
}
