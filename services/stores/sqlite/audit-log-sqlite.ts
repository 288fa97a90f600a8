import type { SQLInputValue } from "node:sqlite";
import { type AuditRow, auditRowOf } from "../audit/audit-row.ts";
import { HeldRows } from "../audit/held-rows.ts";
import type { AuditLog, AuditQuery, AuditRecord } from "../audit-log.ts";
import type { Database, Row } from "./database.ts";

export interface SqliteAuditLog extends AuditLog {
  close(): void;
}

/**
 * @param open  opens a connection of the log's own, with a short lock wait, when the first entry is written: a diagnosis
 *              must not wait for its record.
 */
export function createSqliteAuditLog(
  open: () => Database,
  options: { mostHeld?: number } = {},
): SqliteAuditLog {
  const held = new HeldRows(options.mostHeld);
  let database: Database | undefined;

  const connection = () => {
    database ??= open();
    return database;
  };

  const insertAll = (rows: readonly AuditRow[]) => {
    const target = connection();
    target.transaction(() => {
      for (const row of rows) insert(target, row);
    });
  };

  return {
    async write(entry) {
      held.add(auditRowOf(entry));
      held.flush(insertAll);
    },

    async list(query) {
      held.flush(insertAll);
      const { where, values } = conditionsOf(query);
      return connection()
        .all(`SELECT * FROM audit_logs WHERE ${where} ORDER BY id DESC LIMIT ?`, ...values, query.limit)
        .map(recordOf);
    },

    close() {
      held.flush(insertAll);
      database?.close();
    },
  };
}

function conditionsOf(query: AuditQuery): { where: string; values: SQLInputValue[] } {
  const conditions: [string, SQLInputValue | undefined][] = [
    ["id < ?", query.before],
    ["lower(user_principal_name) = lower(?)", query.userPrincipalName],
    ["tool_called = ?", query.toolCalled],
    ["diagnosis_id = ?", query.diagnosisId],
    ["created_at >= ?", query.since],
    ["created_at < ?", query.until],
  ];
  const used = conditions.filter(
    (condition): condition is [string, SQLInputValue] => condition[1] !== undefined,
  );
  return {
    where: ["1", ...used.map(([sql]) => sql)].join(" AND "),
    values: used.map(([, value]) => value),
  };
}

function insert(database: Database, row: AuditRow): void {
  database.run(
    "INSERT INTO audit_logs (trace_id, user_principal_name, tenant_id, object_id, tool_called, request_payload, response_payload, execution_time_ms, outcome, diagnosis_id, step_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
    row.traceId,
    row.userPrincipalName,
    row.tenantId,
    row.objectId,
    row.toolCalled,
    JSON.stringify(row.requestPayload),
    JSON.stringify(row.responsePayload),
    row.executionTimeMs,
    row.outcome,
    row.diagnosisId ?? null,
    row.stepId ?? null,
    row.createdAt,
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
