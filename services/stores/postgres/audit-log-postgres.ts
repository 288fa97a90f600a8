import type { PoolClient } from "pg";
import type { Deliver } from "../audit/audit-drain.ts";
import type { AuditRow } from "../audit/audit-row.ts";
import type { AuditLog, AuditQuery, AuditRecord } from "../audit-log.ts";
import type { PostgresConnection, Row } from "./postgres-connection.ts";
import { isAboutData } from "./postgres-error-of.ts";
import { instantOf } from "./postgres-text.ts";

const insert = `
  INSERT INTO audit_logs
    (row_id, trace_id, user_principal_name, tenant_id, object_id, tool_called, request_payload, response_payload,
     execution_time_ms, outcome, diagnosis_id, step_id, created_at)
  SELECT row_id, trace_id, user_principal_name, tenant_id, object_id, tool_called, request_payload, response_payload,
     execution_time_ms, outcome, diagnosis_id, step_id, coalesce(created_at, now())
  FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (
     row_id uuid, trace_id uuid, user_principal_name text, tenant_id text, object_id text, tool_called text,
     request_payload jsonb, response_payload jsonb, execution_time_ms int, outcome text, diagnosis_id text, step_id text,
     created_at timestamptz)) WITH ORDINALITY
  ORDER BY ordinality
  ON CONFLICT DO NOTHING`;

const columns =
  "id, trace_id, user_principal_name, tenant_id, object_id, tool_called, request_payload, response_payload, execution_time_ms, outcome, diagnosis_id, step_id, created_at";

/** A delivery is tried again by who delivers, so that what waits is told of at once. */
const noPatienceMs = 0;

/**
 * Delivers to the table `audit_logs`. One delivery of an outbox is under way at a time, whichever process makes it, and reads
 * what waits only then: so that rows come in their order. A row that is there already, by its row ID or as its diagnosis's
 * step, is not inserted again.
 */
export function deliverToPostgres(
  connection: PostgresConnection,
  log?: { warn(message: string): void },
): Deliver {
  return async (outboxId, next) =>
    await connection.transaction(async (client) => {
      await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`audit ${outboxId}`]);
      const rows = next();
      if (await isInserted(client, rows)) return;
      for (const row of rows) {
        if (await isInserted(client, [row])) continue;
        log?.warn(
          `An audit entry of ${row.toolCalled} is stored without its payloads: PostgreSQL refuses them.`,
        );
        if (!(await isInserted(client, [plain(row)])))
          log?.warn(`An audit entry of ${row.toolCalled} is given up: PostgreSQL refuses it.`);
      }
    }, noPatienceMs);
}

/** The list of the table `audit_logs`. */
export function listFromPostgres(connection: PostgresConnection): AuditLog["list"] {
  return async (query) => {
    const { where, values } = conditionsOf(query);
    const rows = await connection.query(
      `SELECT ${columns} FROM audit_logs WHERE ${where} ORDER BY id DESC LIMIT $${values.length + 1}`,
      ...values,
      query.limit,
    );
    return rows.map(recordOf);
  };
}

/** @returns false, with nothing inserted, where the data itself is refused. */
async function isInserted(client: PoolClient, rows: readonly AuditRow[]): Promise<boolean> {
  if (rows.length === 0) return true;
  await client.query("SAVEPOINT rows");
  try {
    await client.query(insert, [JSON.stringify(rows.map(columnsOf))]);
    return true;
  } catch (error) {
    if (!isAboutData(error)) throw error;
    await client.query("ROLLBACK TO SAVEPOINT rows");
    return false;
  }
}

function columnsOf(row: AuditRow): Record<string, unknown> {
  return {
    row_id: row.rowId,
    trace_id: /^[0-9a-f]{32}$/iu.test(row.traceId.replaceAll("-", "")) ? row.traceId : null,
    user_principal_name: row.userPrincipalName,
    tenant_id: row.tenantId,
    object_id: row.objectId,
    tool_called: row.toolCalled,
    request_payload: row.requestPayload,
    response_payload: row.responsePayload,
    execution_time_ms: row.executionTimeMs,
    outcome: row.outcome,
    diagnosis_id: row.diagnosisId ?? null,
    step_id: row.stepId ?? null,
    created_at: Number.isNaN(Date.parse(row.createdAt)) ? null : row.createdAt,
  };
}

/** What every database takes. */
function plain(row: AuditRow): AuditRow {
  return { ...row, requestPayload: "[not storable]", responsePayload: "[not storable]", executionTimeMs: 0 };
}

function conditionsOf(query: AuditQuery): { where: string; values: unknown[] } {
  const conditions: [string, unknown][] = [
    ["id < ?", query.before],
    ["lower(user_principal_name) = lower(?)", query.userPrincipalName],
    ["tool_called = ?", query.toolCalled],
    ["diagnosis_id = ?", query.diagnosisId],
    ["created_at >= ?", query.since],
    ["created_at < ?", query.until],
  ];
  const used = conditions.filter(([, value]) => value !== undefined);
  return {
    where: ["true", ...used.map(([sql], index) => sql.replace("?", `$${index + 1}`))].join(" AND "),
    values: used.map(([, value]) => value),
  };
}

function recordOf(row: Row): AuditRecord {
  return {
    id: Number(row["id"]),
    traceId: String(row["trace_id"] ?? "").replaceAll("-", ""),
    userPrincipalName: String(row["user_principal_name"]),
    tenantId: String(row["tenant_id"]),
    objectId: String(row["object_id"]),
    toolCalled: String(row["tool_called"]),
    requestPayload: row["request_payload"],
    responsePayload: row["response_payload"],
    executionTimeMs: Number(row["execution_time_ms"]),
    outcome: String(row["outcome"]),
    ...(row["diagnosis_id"] === null ? {} : { diagnosisId: String(row["diagnosis_id"]) }),
    ...(row["step_id"] === null ? {} : { stepId: String(row["step_id"]) }),
    createdAt: instantOf(row["created_at"]),
  };
}
