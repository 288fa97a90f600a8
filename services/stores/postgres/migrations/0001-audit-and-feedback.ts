import type { MigrationBuilder } from "node-pg-migrate";

export function up(pgm: MigrationBuilder): void {
  pgm.sql(`
    CREATE TABLE audit_logs (
      id bigserial PRIMARY KEY,
      trace_id uuid,
      user_principal_name varchar(255),
      tool_called varchar(100),
      request_payload jsonb,
      response_payload jsonb,
      execution_time_ms int,
      created_at timestamptz NOT NULL DEFAULT now()
    );

    CREATE TABLE feedback (
      id uuid PRIMARY KEY,
      user_principal_name varchar(255),
      error_summary text,
      debugging_process text,
      root_cause text,
      solution text,
      status varchar(50) NOT NULL DEFAULT 'pending_review',
      created_at timestamptz NOT NULL DEFAULT now()
    );
  `);
}

/** Forward only. */
export const down = false;
