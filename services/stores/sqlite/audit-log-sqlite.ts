import { redactJson } from "../../../domain/redaction/redact-json.ts";
import type { AuditEntry, AuditLog, AuditRecord } from "../audit-log.ts";
import type { Database, Row } from "./database.ts";

/** Entries that wait for a database that cannot be written; beyond it the oldest are given up, and counted. */
const outboxEntries = 10_000;

export interface SqliteAuditLog extends AuditLog {
  /** Entries given up since the process began: more than `outboxEntries` had to wait. */
  readonly lost: number;
  close(): void;
}

/**
 * @param open  opens a connection of the log's own, with a short lock wait, when the first entry is written: a diagnosis
 *              must not wait for its record.
 */
export function createSqliteAuditLog(
  open: () => Database,
  options: { outboxEntries?: number } = {},
): SqliteAuditLog {
  const room = options.outboxEntries ?? outboxEntries;
  const outbox: AuditEntry[] = [];
  let database: Database | undefined;
  let lost = 0;

  const connection = () => {
    database ??= open();
    return database;
  };

  /** Writes what waits, oldest first, in one transaction. Leaves everything in place where the database refuses. */
  const flush = () => {
    if (outbox.length === 0) return;
    const target = connection();
    target.transaction(() => {
      for (const entry of outbox) insert(target, entry);
    });
    outbox.length = 0;
  };

  const flushOrKeep = () => {
    try {
      flush();
    } catch {
      const excess = outbox.length - room;
      if (excess > 0) {
        outbox.splice(0, excess);
        lost += excess;
      }
    }
  };

  return {
    get lost() {
      return lost;
    },

    async write(entry) {
      outbox.push(redacted(entry));
      flushOrKeep();
    },

    async list({ limit, before }) {
      flushOrKeep();
      return connection()
        .all(
          "SELECT * FROM audit_logs WHERE id < ? ORDER BY id DESC LIMIT ?",
          before ?? Number.MAX_SAFE_INTEGER,
          limit,
        )
        .map(recordOf);
    },

    close() {
      flushOrKeep();
      database?.close();
    },
  };
}

/** What a caller forgot to redact must not lie in the log; a payload that is no JSON is said to be so. */
function redacted(entry: AuditEntry): AuditEntry {
  return {
    ...entry,
    requestPayload: redactJson(jsonOf(entry.requestPayload)),
    responsePayload: redactJson(jsonOf(entry.responsePayload)),
  };
}

function jsonOf(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value ?? null));
  } catch {
    return "[not JSON]";
  }
}

function insert(database: Database, entry: AuditEntry): void {
  database.run(
    "INSERT INTO audit_logs (trace_id, user_principal_name, tenant_id, object_id, tool_called, request_payload, response_payload, execution_time_ms, outcome, diagnosis_id, step_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
    entry.traceId,
    entry.userPrincipalName,
    entry.tenantId,
    entry.objectId,
    entry.toolCalled,
    JSON.stringify(entry.requestPayload),
    JSON.stringify(entry.responsePayload),
    entry.executionTimeMs,
    entry.outcome,
    entry.diagnosisId ?? null,
    entry.stepId ?? null,
    entry.createdAt,
  );
}

function recordOf(row: Row): AuditRecord {
  return {
    id: Number(row["id"]),
    traceId: String(row["trace_id"]),
    userPrincipalName: String(row["user_principal_name"]),
    tenantId: String(row["tenant_id"]),
    objectId: String(row["object_id"]),
    toolCalled: String(row["tool_called"]),
    requestPayload: JSON.parse(String(row["request_payload"])) as unknown,
    responsePayload: JSON.parse(String(row["response_payload"])) as unknown,
    executionTimeMs: Number(row["execution_time_ms"]),
    outcome: String(row["outcome"]),
    ...(row["diagnosis_id"] === null ? {} : { diagnosisId: String(row["diagnosis_id"]) }),
    ...(row["step_id"] === null ? {} : { stepId: String(row["step_id"]) }),
    createdAt: String(row["created_at"]),
  };
}
