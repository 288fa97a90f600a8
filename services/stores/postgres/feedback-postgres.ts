import type { FeedbackStore } from "../feedback.ts";
import { feedbackColumns, feedbackOf, feedbackValues } from "../feedback-fields.ts";
import type { PostgresConnection, Row } from "./postgres-connection.ts";
import { instantOf } from "./postgres-text.ts";

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

export function createPostgresFeedbackStore(connection: PostgresConnection): FeedbackStore {
  const read = (row: Row) => feedbackOf(row, instantOf(row["created_at"]));
  const get = async (id: string) => {
    const [row] = await connection.query("SELECT * FROM feedback WHERE id = $1", id);
    return row === undefined ? undefined : read(row);
  };
  return {
    async insert(feedback) {
      let place = 0;
      const places = feedbackColumns.replaceAll(/\w+/gu, () => `$${(place += 1)}`);
      await connection.change(
        `INSERT INTO feedback (${feedbackColumns}) VALUES (${places}) ON CONFLICT (id) DO UPDATE
         SET status = 'pending_review', created_at = excluded.created_at WHERE feedback.status = 'superseded'`,
        ...feedbackValues(feedback),
      );
      await connection.change(
        `UPDATE feedback earlier SET status = 'superseded' FROM feedback later WHERE later.id = $1
         AND earlier.diagnosis_id = later.diagnosis_id AND earlier.tenant_id = later.tenant_id
         AND earlier.object_id = later.object_id AND earlier.status = 'pending_review'
         AND (earlier.created_at, earlier.id) < (later.created_at, later.id)`,
        feedback.id,
      );
      return (await get(feedback.id))!;
    },

    async get(id) {
      return uuid.test(id) ? await get(id) : undefined;
    },

    async list({ status, diagnosisId, limit, after }) {
      const rows = await connection.query(
        `SELECT * FROM feedback WHERE ($1::text IS NULL OR status = $1) AND ($2::text IS NULL OR diagnosis_id = $2)
         AND ($3::timestamptz IS NULL OR (created_at, id) > ($3, $4::uuid)) ORDER BY created_at, id LIMIT $5`,
        status ?? null,
        diagnosisId ?? null,
        after?.createdAt ?? null,
        after?.id ?? null,
        limit,
      );
      return rows.map(read);
    },

    async setStatus(id, status) {
      if (!uuid.test(id)) return false;
      return (await connection.change("UPDATE feedback SET status = $2 WHERE id = $1", id, status)) === 1;
    },
  };
}
