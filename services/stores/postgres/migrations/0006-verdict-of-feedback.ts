import type { MigrationBuilder } from "node-pg-migrate";

/** Whether the report was right, what it had named, and what the person added in words. */
export function up(pgm: MigrationBuilder): void {
  pgm.sql(`
    ALTER TABLE feedback
      ADD COLUMN verdict varchar(20),
      ADD COLUMN reported_cause varchar(255),
      ADD COLUMN comment text;
    CREATE INDEX feedback_by_diagnosis ON feedback (diagnosis_id, created_at, id);
  `);
}

/** Forward only. */
export const down = false;
