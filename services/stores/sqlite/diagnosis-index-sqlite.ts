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
import type { Database, Row } from "./database.ts";

const unfinished = "status NOT IN ('completed', 'failed', 'cancelled')";

export function createSqliteDiagnosisIndex(database: Database): DiagnosisIndex {
  const running = (owner: string, requestHash: string) =>
    database.get(
      `SELECT * FROM diagnoses WHERE owner = ? AND request_hash = ? AND ${unfinished} ORDER BY ordinal DESC LIMIT 1`,
      owner,
      requestHash,
    );

  const earlier = (claim: DiagnosisClaim): ClaimAnswer | undefined => {
    const owner = ownerKey(claim.principal);
    const row =
      claim.idempotencyKey === undefined
        ? running(owner, claim.requestHash)
        : database.get(
            "SELECT * FROM diagnoses WHERE owner = ? AND idempotency_key = ?",
            owner,
            claim.idempotencyKey,
          );
    if (row === undefined) return undefined;
    const answer = { diagnosisId: String(row["diagnosis_id"]), created: false };
    return row["request_hash"] === claim.requestHash ? answer : { ...answer, conflict: true };
  };

  return {
    async claim(claim) {
      return database.transaction(() => {
        const found = earlier(claim);
        if (found !== undefined) return found;
        database.run(
          "INSERT INTO diagnoses (diagnosis_id, owner, principal, idempotency_key, request_hash, title, language, status, created_at, updated_at, traceparent, verifies) VALUES (?, ?, ?, ?, ?, ?, ?, 'running', ?, ?, ?, ?)",
          claim.diagnosisId,
          ownerKey(claim.principal),
          JSON.stringify(claim.principal),
          claim.idempotencyKey ?? null,
          claim.requestHash,
          claim.title,
          claim.language,
          claim.createdAt,
          claim.createdAt,
          claim.traceparent ?? null,
          claim.verifies ?? null,
        );
        return { diagnosisId: claim.diagnosisId, created: true };
      });
    },

    async get(diagnosisId) {
      return recordOf(database.get("SELECT * FROM diagnoses WHERE diagnosis_id = ?", diagnosisId));
    },

    async findRunning(principal, requestHash) {
      return recordOf(running(ownerKey(principal), requestHash));
    },

    async list(principal, page) {
      const rows = database.all(
        "SELECT * FROM diagnoses WHERE owner = ? AND ordinal < ? AND (? IS NULL OR status = ?) ORDER BY ordinal DESC LIMIT ?",
        ownerKey(principal),
        page.cursor === undefined ? Number.MAX_SAFE_INTEGER : ordinalOfCursor(page.cursor),
        page.status ?? null,
        page.status ?? null,
        page.limit + 1,
      );
      const shown = rows.slice(0, page.limit);
      const last = shown.at(-1);
      return {
        diagnoses: shown.map((row) => recordOf(row)).filter((record) => record !== undefined),
        ...(rows.length > page.limit && last !== undefined
          ? { nextCursor: cursorOfOrdinal(Number(last["ordinal"])) }
          : {}),
      };
    },

    async markStarted(diagnosisId, startedAt) {
      database.run(
        "UPDATE diagnoses SET started_at = ? WHERE diagnosis_id = ? AND started_at IS NULL",
        startedAt,
        diagnosisId,
      );
    },

    async update(diagnosisId, change) {
      database.run(
        `UPDATE diagnoses SET status = coalesce(?, status), root_cause = coalesce(?, root_cause), updated_at = ? WHERE diagnosis_id = ? AND (${unfinished} OR ? IS NULL OR status = ?)`,
        change.status ?? null,
        change.rootCause ?? null,
        change.updatedAt,
        diagnosisId,
        change.status ?? null,
        change.status ?? null,
      );
    },

    async requestCancel(diagnosisId) {
      database.run("UPDATE diagnoses SET cancel_requested = 1 WHERE diagnosis_id = ?", diagnosisId);
    },

    async isCancelRequested(diagnosisId) {
      const row = database.get("SELECT cancel_requested FROM diagnoses WHERE diagnosis_id = ?", diagnosisId);
      return row?.["cancel_requested"] === 1;
    },
  };
}

function recordOf(row: Row | undefined): DiagnosisRecord | undefined {
  if (row === undefined) return undefined;
  return {
    diagnosisId: String(row["diagnosis_id"]),
    principal: PrincipalSchema.parse(JSON.parse(String(row["principal"]))),
    requestHash: String(row["request_hash"]),
    title: String(row["title"]),
    language: LanguageSchema.parse(row["language"]),
    status: DiagnosisStatusSchema.parse(row["status"]),
    ...(row["root_cause"] === null ? {} : { rootCause: String(row["root_cause"]) }),
    createdAt: String(row["created_at"]),
    updatedAt: String(row["updated_at"]),
    ...(row["started_at"] === null ? {} : { startedAt: String(row["started_at"]) }),
    ...(row["traceparent"] === null ? {} : { traceparent: String(row["traceparent"]) }),
    ...(row["verifies"] === null ? {} : { verifies: String(row["verifies"]) }),
    cancelRequested: row["cancel_requested"] === 1,
  };
}
