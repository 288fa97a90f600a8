import { type Evidence, EvidenceSchema, evidenceNumber } from "../../../domain/evidence.ts";
import type { EvidenceStore } from "../evidence-store.ts";
import { KeptEvidence } from "../kept-evidence.ts";
import { readStoredText, storedText } from "../sqlite/stored-text.ts";
import type { PostgresConnection, Row } from "./postgres-connection.ts";
import { postgresText } from "./postgres-text.ts";

const columns =
  "diagnosis_id, evidence_id, number, source, request_key, request, query, status, request_id, observed_at, body, sha256, complete, pages";

/** @param kept  what was put or read before, in memory: the same for all instances, since evidence never changes. */
export function createPostgresEvidenceStore(
  connection: PostgresConnection,
  kept = new KeptEvidence(),
): EvidenceStore {
  const read = async (
    diagnosisId: string,
    evidenceIds: readonly string[],
  ): Promise<Map<string, Evidence>> => {
    const found = new Map<string, Evidence>();
    for (const evidenceId of evidenceIds) {
      const known = kept.get(diagnosisId, evidenceId);
      if (known !== undefined) found.set(evidenceId, known);
    }
    const missing = evidenceIds.filter((evidenceId) => !found.has(evidenceId));
    if (missing.length === 0) return found;
    const rows = await connection.query(
      `SELECT ${columns} FROM evidence WHERE diagnosis_id = $1 AND evidence_id = ANY($2)`,
      diagnosisId,
      missing,
    );
    for (const evidence of rows.map(evidenceOf)) found.set(evidence.evidenceId, kept.keep(evidence));
    return found;
  };
  const one = async (diagnosisId: string, evidenceId: string) =>
    (await read(diagnosisId, [evidenceId])).get(evidenceId);

  return {
    async put(evidence) {
      const isFirst = await connection.change(
        `INSERT INTO evidence (${columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING`,
        ...valuesOf(evidence),
      );
      if (isFirst === 1) return kept.keep(evidence);
      return (await one(evidence.diagnosisId, evidence.evidenceId)) ?? evidence;
    },

    get: one,

    async findByKey(diagnosisId, requestKey) {
      if (requestKey === "") return undefined;
      const [row] = await connection.query(
        "SELECT evidence_id FROM evidence WHERE diagnosis_id = $1 AND request_key = $2 ORDER BY number LIMIT 1",
        diagnosisId,
        postgresText(requestKey),
      );
      return row && (await one(diagnosisId, String(row["evidence_id"])));
    },

    async list(diagnosisId) {
      const rows = await connection.query(
        'SELECT evidence_id FROM evidence WHERE diagnosis_id = $1 ORDER BY number, evidence_id COLLATE "C"',
        diagnosisId,
      );
      const ids = rows.map((row) => String(row["evidence_id"]));
      const found = await read(diagnosisId, ids);
      return ids.map((id) => found.get(id)).filter((evidence) => evidence !== undefined);
    },

    async removeStoredBefore(instant, limit) {
      return await connection.change(
        "DELETE FROM evidence WHERE ctid = ANY(ARRAY(SELECT ctid FROM evidence WHERE stored_at < $1 ORDER BY stored_at LIMIT $2 FOR UPDATE SKIP LOCKED))",
        instant,
        limit,
      );
    },
  };
}

function valuesOf(evidence: Evidence): unknown[] {
  return [
    evidence.diagnosisId,
    evidence.evidenceId,
    evidenceNumber(evidence.evidenceId),
    evidence.source,
    postgresText(evidence.requestKey),
    postgresText(evidence.request),
    evidence.query === undefined ? null : postgresText(evidence.query),
    evidence.status,
    evidence.requestId === undefined ? null : postgresText(evidence.requestId),
    evidence.observedAt,
    storedText(evidence.body),
    evidence.sha256,
    evidence.complete,
    evidence.pages ?? null,
  ];
}

function evidenceOf(row: Row): Evidence {
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
    complete: row["complete"],
    ...(row["pages"] === null ? {} : { pages: row["pages"] }),
  });
}
