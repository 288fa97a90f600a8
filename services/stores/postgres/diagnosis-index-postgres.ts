import type { PoolClient } from "pg";
import { DiagnosisStatusSchema } from "../../../domain/contract/envelope.ts";
import { LanguageSchema } from "../../../domain/language.ts";
import { ownerKey, PrincipalSchema } from "../../../domain/principal.ts";
import {
  type ClaimAnswer,
  cursorOfOrdinal,
  type DiagnosisClaim,
  type DiagnosisIndex,
  type DiagnosisRecord,
  ordinalOfCursor,
} from "../diagnosis-index.ts";
import type { PostgresConnection, Row } from "./postgres-connection.ts";
import { instantOf, postgresText } from "./postgres-text.ts";

const unfinished = "status NOT IN ('completed', 'failed', 'cancelled')";
const runningOf = `SELECT * FROM diagnoses WHERE owner = $1 AND request_hash = $2 AND ${unfinished} ORDER BY ordinal DESC LIMIT 1`;
const byKey = "SELECT * FROM diagnoses WHERE owner = $1 AND idempotency_key = $2";

export function createPostgresDiagnosisIndex(connection: PostgresConnection): DiagnosisIndex {
  const one = async (sql: string, ...values: unknown[]) => {
    const [row] = await connection.query(sql, ...values);
    return row && recordOf(row);
  };

  return {
    async claim(claim) {
      return await connection.transaction(async (client) => {
        await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [placeOf(claim)]);
        const found = await earlier(client, claim);
        if (found !== undefined) return found;
        await client.query(
          "INSERT INTO diagnoses (diagnosis_id, owner, principal, idempotency_key, request_hash, title, language, status, created_at, updated_at, traceparent, verifies) VALUES ($1, $2, $3, $4, $5, $6, $7, 'running', $8, $8, $9, $10)",
          [
            claim.diagnosisId,
            ownerKey(claim.principal),
            JSON.stringify(claim.principal),
            claim.idempotencyKey ?? null,
            claim.requestHash,
            postgresText(claim.title),
            claim.language,
            claim.createdAt,
            claim.traceparent ?? null,
            claim.verifies ?? null,
          ],
        );
        return { diagnosisId: claim.diagnosisId, created: true };
      });
    },

    async get(diagnosisId) {
      return await one("SELECT * FROM diagnoses WHERE diagnosis_id = $1", diagnosisId);
    },

    async findRunning(principal, requestHash) {
      return await one(runningOf, ownerKey(principal), requestHash);
    },

    async list(principal, page) {
      const rows = await connection.query(
        "SELECT * FROM diagnoses WHERE owner = $1 AND ordinal < $2 AND ($3::text IS NULL OR status = $3) ORDER BY ordinal DESC LIMIT $4",
        ownerKey(principal),
        page.cursor === undefined ? Number.MAX_SAFE_INTEGER : ordinalOfCursor(page.cursor),
        page.status ?? null,
        page.limit + 1,
      );
      const shown = rows.slice(0, page.limit);
      const last = shown.at(-1);
      return {
        diagnoses: shown.map(recordOf),
        ...(rows.length > page.limit && last !== undefined
          ? { nextCursor: cursorOfOrdinal(Number(last["ordinal"])) }
          : {}),
      };
    },

    async markStarted(diagnosisId, startedAt) {
      await connection.change(
        "UPDATE diagnoses SET started_at = $2 WHERE diagnosis_id = $1 AND started_at IS NULL",
        diagnosisId,
        startedAt,
      );
    },

    async update(diagnosisId, change) {
      await connection.change(
        `UPDATE diagnoses SET status = coalesce($2, status), root_cause = coalesce($3, root_cause), updated_at = $4 WHERE diagnosis_id = $1 AND (${unfinished} OR $2::text IS NULL OR status = $2)`,
        diagnosisId,
        change.status ?? null,
        change.rootCause ?? null,
        change.updatedAt,
      );
    },

    async requestCancel(diagnosisId) {
      await connection.change(
        "UPDATE diagnoses SET cancel_requested = true WHERE diagnosis_id = $1",
        diagnosisId,
      );
    },

    async isCancelRequested(diagnosisId) {
      const [row] = await connection.query(
        "SELECT cancel_requested FROM diagnoses WHERE diagnosis_id = $1",
        diagnosisId,
      );
      return row?.["cancel_requested"] === true;
    },
  };
}

/** What no two claims may look for at once. */
function placeOf({ principal, idempotencyKey, requestHash }: DiagnosisClaim): string {
  return JSON.stringify(["claim", ownerKey(principal), idempotencyKey ?? null, requestHash]);
}

/** A claim that is made again, since its answer was lost, meets its own row: then it has made it. */
async function earlier(client: PoolClient, claim: DiagnosisClaim): Promise<ClaimAnswer | undefined> {
  const owner = ownerKey(claim.principal);
  const { rows } =
    claim.idempotencyKey === undefined
      ? await client.query<Row>(runningOf, [owner, claim.requestHash])
      : await client.query<Row>(byKey, [owner, claim.idempotencyKey]);
  const [row] = rows;
  if (row === undefined) return undefined;
  const diagnosisId = String(row["diagnosis_id"]);
  const answer = { diagnosisId, created: diagnosisId === claim.diagnosisId };
  return row["request_hash"] === claim.requestHash ? answer : { ...answer, conflict: true };
}

function recordOf(row: Row): DiagnosisRecord {
  return {
    diagnosisId: String(row["diagnosis_id"]),
    principal: PrincipalSchema.parse(row["principal"]),
    requestHash: String(row["request_hash"]),
    title: String(row["title"]),
    language: LanguageSchema.parse(row["language"]),
    status: DiagnosisStatusSchema.parse(row["status"]),
    ...(row["root_cause"] === null ? {} : { rootCause: String(row["root_cause"]) }),
    createdAt: instantOf(row["created_at"]),
    updatedAt: instantOf(row["updated_at"]),
    ...(row["started_at"] === null ? {} : { startedAt: instantOf(row["started_at"]) }),
    ...(row["traceparent"] === null ? {} : { traceparent: String(row["traceparent"]) }),
    ...(row["verifies"] === null ? {} : { verifies: String(row["verifies"]) }),
    cancelRequested: row["cancel_requested"] === true,
  };
}
