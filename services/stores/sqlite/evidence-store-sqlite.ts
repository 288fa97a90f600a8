import { type Evidence, EvidenceSchema, evidenceNumber } from "../../../domain/evidence.ts";
import type { EvidenceStore } from "../evidence-store.ts";
import { KeptEvidence } from "../kept-evidence.ts";
import type { Database, Row } from "./database.ts";
import { readStoredText, storedText } from "./stored-text.ts";

const columns =
  "diagnosis_id, evidence_id, number, source, request_key, request, query, status, request_id, observed_at, body, sha256, complete, pages";

/** @param kept  what was put or read before: the database is asked what there is, and read where that is not in memory. */
export function createSqliteEvidenceStore(database: Database, kept = new KeptEvidence()): EvidenceStore {
  const one = (diagnosisId: string, evidenceId: string): Evidence | undefined => {
    const known = kept.get(diagnosisId, evidenceId);
    if (known !== undefined) return known;
    const stored = evidenceOf(
      database.get(
        "SELECT * FROM evidence WHERE diagnosis_id = ? AND evidence_id = ?",
        diagnosisId,
        evidenceId,
      ),
    );
    return stored && kept.keep(stored);
  };

  return {
    async put(evidence) {
      const isFirst = database.run(
        `INSERT INTO evidence (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
        evidence.diagnosisId,
        evidence.evidenceId,
        evidenceNumber(evidence.evidenceId),
        evidence.source,
        evidence.requestKey,
        evidence.request,
        evidence.query ?? null,
        evidence.status,
        evidence.requestId ?? null,
        evidence.observedAt,
        storedText(evidence.body),
        evidence.sha256,
        evidence.complete ? 1 : 0,
        evidence.pages ?? null,
      );
      if (isFirst === 1) return kept.keep(evidence);
      return one(evidence.diagnosisId, evidence.evidenceId) ?? evidence;
    },

    async get(diagnosisId, evidenceId) {
      return one(diagnosisId, evidenceId);
    },

    async findByKey(diagnosisId, requestKey) {
      if (requestKey === "") return undefined;
      const found = database.get(
        "SELECT evidence_id FROM evidence WHERE diagnosis_id = ? AND request_key = ? AND request_key <> '' ORDER BY number LIMIT 1",
        diagnosisId,
        requestKey,
      );
      return found && one(diagnosisId, String(found["evidence_id"]));
    },

    async list(diagnosisId) {
      return database
        .all(
          "SELECT evidence_id FROM evidence WHERE diagnosis_id = ? ORDER BY number, evidence_id",
          diagnosisId,
        )
        .map((row) => one(diagnosisId, String(row["evidence_id"])))
        .filter((evidence) => evidence !== undefined);
    },

    async removeStoredBefore(instant, limit) {
      return database.run(
        "DELETE FROM evidence WHERE rowid IN (SELECT rowid FROM evidence WHERE observed_at < ? LIMIT ?)",
        instant,
        limit,
      );
    },
  };
}

function evidenceOf(row: Row | undefined): Evidence | undefined {
  if (row === undefined) return undefined;
  return EvidenceSchema.parse({
    diagnosisId: row["diagnosis_id"],
    evidenceId: row["evidence_id"],
    source: row["source"],
    requestKey: row["request_key"],
    request: row["request"],
    ...(row["query"] === null ? {} : { query: row["query"] }),
    status: row["status"],
    ...(row["request_id"] === null ? {} : { requestId: row["request_id"] }),
    observedAt: row["observed_at"],
    body: readStoredText(row["body"]),
    sha256: row["sha256"],
    complete: row["complete"] === 1,
    ...(row["pages"] === null ? {} : { pages: row["pages"] }),
  });
}
