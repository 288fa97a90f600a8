import { createHash } from "node:crypto";
import { limits } from "../../domain/limits.ts";
import type { Principal } from "../../domain/principal.ts";
import { redactJson } from "../../domain/redaction/redact-json.ts";
import type { AuditLog } from "../../services/stores/audit-log.ts";
import type { GatewayLog } from "../gateway-log.ts";

export interface AuditedCall {
  traceId: string;
  /** Undefined where the caller is not known. */
  principal: Principal | undefined;
  tool: string;
  arguments: Record<string, unknown>;
  response: unknown;
  executionTimeMs: number;
  outcome: string;
  diagnosisId?: string | undefined;
  /** Milliseconds since the epoch. */
  createdAtMs: number;
}

/** Writes one audit entry for one tool call. An audit that fails is a line in the log, never a failed call. */
export async function auditToolCall(
  audit: Pick<AuditLog, "write"> | undefined,
  log: GatewayLog,
  call: AuditedCall,
): Promise<void> {
  if (!audit) return;
  try {
    await audit.write({
      traceId: call.traceId,
      userPrincipalName: call.principal?.userPrincipalName ?? "",
      tenantId: call.principal?.tenantId ?? "",
      objectId: call.principal?.objectId ?? "",
      toolCalled: call.tool,
      requestPayload: redactJson(forAudit(call.arguments, call.tool)),
      responsePayload: redactJson(forAudit(call.response, call.tool)),
      executionTimeMs: call.executionTimeMs,
      outcome: call.outcome,
      ...(call.diagnosisId === undefined ? {} : { diagnosisId: call.diagnosisId }),
      createdAt: new Date(call.createdAtMs).toISOString(),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.name : "unknown error";
    log({
      level: "warn",
      event: "audit_failed",
      message: `The audit entry of ${call.tool} was not written (${reason}).`,
      traceId: call.traceId,
      tool: call.tool,
    });
  }
}

/** Of `login`: what somebody else could go on with while it is under way (the link, the code to enter, the address that came back). */
const signInParts = /^(?:returned|url|user_code|message)$/;

/**
 * Files are stored once, redacted, as evidence e0; the audit says which were sent and how large they were. What is larger
 * than a request may be was refused: its size is enough. An idempotency key is whatever its caller chose: its digest tells
 * two calls apart as well.
 */
function forAudit(payload: unknown, tool: string): unknown {
  return JSON.parse(
    JSON.stringify(payload ?? null, (name, value: unknown) => {
      if (Array.isArray(value)) return value.slice(0, limits.sourceFiles);
      if (typeof value !== "string") return value;
      if (/^idempotency_?key$/i.test(name)) return digestOf(value);
      if (tool === "login" && signInParts.test(name)) return `(${Buffer.byteLength(value)} bytes)`;
      return name === "content" || value.length > limits.errorBytes
        ? `(${Buffer.byteLength(value)} bytes)`
        : value;
    }),
  );
}

function digestOf(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
