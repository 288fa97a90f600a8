import type { FeedbackStore } from "../feedback.ts";
import { feedbackColumns, feedbackOf, feedbackValues } from "../feedback-fields.ts";
import type { PostgresConnection, Row } from "./postgres-connection.ts";
import { instantOf } from "./postgres-text.ts";

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

export function createPostgresFeedbackStore(connection: PostgresConnection): FeedbackStore {
  const read = (row: Row) => feedbackOf(row, instantOf(row["created_at"]));
  return {
    async insert(feedback) {
      await connection.change(
        `INSERT INTO feedback (${feedbackColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
        ...feedbackValues(feedback),
      );
      return read((await connection.query("SELECT * FROM feedback WHERE id = $1", feedback.id))[0]!);
    },

    async listPending({ limit, after }) {
      const rows = await connection.query(
        "SELECT * FROM feedback WHERE status = 'pending_review' AND ($1::timestamptz IS NULL OR (created_at, id) > ($1, $2::uuid)) ORDER BY created_at, id LIMIT $3",
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
