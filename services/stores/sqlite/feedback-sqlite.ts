import type { FeedbackStore } from "../feedback.ts";
import { feedbackColumns, feedbackOf, feedbackValues } from "../feedback-fields.ts";
import type { Database, Row } from "./database.ts";

export function createSqliteFeedbackStore(database: Database): FeedbackStore {
  const read = (row: Row) => feedbackOf(row, String(row["created_at"]));
  return {
    async insert(feedback) {
      database.run(
        `INSERT INTO feedback (${feedbackColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
        ...feedbackValues(feedback),
      );
      return read(database.get("SELECT * FROM feedback WHERE id = ?", feedback.id)!);
    },

    async listPending({ limit, after }) {
      return database
        .all(
          "SELECT * FROM feedback WHERE status = 'pending_review' AND (created_at, id) > (?, ?) ORDER BY created_at, id LIMIT ?",
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
