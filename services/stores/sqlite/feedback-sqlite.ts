import type { FeedbackStore } from "../feedback.ts";
import { feedbackColumns, feedbackOf, feedbackValues } from "../feedback-fields.ts";
import type { Database, Row } from "./database.ts";

export function createSqliteFeedbackStore(database: Database): FeedbackStore {
  const read = (row: Row) => feedbackOf(row, String(row["created_at"]));
  const get = (id: string) => {
    const row = database.get("SELECT * FROM feedback WHERE id = ?", id);
    return row === undefined ? undefined : read(row);
  };
  return {
    async insert(feedback) {
      const places = feedbackColumns.replaceAll(/\w+/gu, "?");
      database.run(
        `INSERT INTO feedback (${feedbackColumns}) VALUES (${places}) ON CONFLICT (id) DO UPDATE
         SET status = 'pending_review', created_at = excluded.created_at WHERE status = 'superseded'`,
        ...feedbackValues(feedback),
      );
      const { id, createdAt, diagnosisId, tenantId, objectId } = get(feedback.id)!;
      database.run(
        `UPDATE feedback SET status = 'superseded' WHERE diagnosis_id = ? AND tenant_id = ? AND object_id = ?
         AND status = 'pending_review' AND (created_at, id) < (?, ?)`,
        diagnosisId ?? null,
        tenantId,
        objectId,
        createdAt,
        id,
      );
      return get(feedback.id)!;
    },

    async get(id) {
      return get(id);
    },

    async list({ status, diagnosisId, limit, after }) {
      return database
        .all(
          `SELECT * FROM feedback WHERE (?1 IS NULL OR status = ?1) AND (?2 IS NULL OR diagnosis_id = ?2)
           AND (created_at, id) > (?3, ?4) ORDER BY created_at, id LIMIT ?5`,
          status ?? null,
          diagnosisId ?? null,
          after?.createdAt ?? "",
          after?.id ?? "",
          limit,
        )
        .map(read);
    },

    async setStatus(id, status) {
      return database.run("UPDATE feedback SET status = ? WHERE id = ?", status, id) === 1;
    },
  };
}
