import type { MigrationBuilder } from "node-pg-migrate";

/** Whose use it was in all tenants, of which diagnosis, how it ended; what makes a row once, and what lists look for. */
export function up(pgm: MigrationBuilder): void {
  pgm.sql(`
    ALTER TABLE audit_logs
      ADD COLUMN tenant_id varchar(64),
      ADD COLUMN object_id varchar(64),
      ADD COLUMN diagnosis_id varchar(255),
      ADD COLUMN outcome varchar(100),
      ADD COLUMN step_id varchar(255),
      ADD COLUMN row_id uuid;

    CREATE UNIQUE INDEX audit_logs_by_row ON audit_logs (row_id);
    CREATE UNIQUE INDEX audit_logs_by_step ON audit_logs (diagnosis_id, step_id) WHERE step_id IS NOT NULL;
    CREATE INDEX audit_logs_by_user ON audit_logs (lower(user_principal_name), id);
    CREATE INDEX audit_logs_by_tool ON audit_logs (tool_called, id);
    CREATE INDEX audit_logs_by_diagnosis ON audit_logs (diagnosis_id, id) WHERE diagnosis_id IS NOT NULL;
    CREATE INDEX audit_logs_by_time ON audit_logs (created_at);

    ALTER TABLE feedback
      ADD COLUMN tenant_id varchar(64),
      ADD COLUMN object_id varchar(64),
      ADD COLUMN diagnosis_id varchar(255);
    CREATE INDEX feedback_by_status ON feedback (status, created_at, id);
  `);
}

/** Forward only. */
export const down = false;
