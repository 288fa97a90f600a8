import type { MigrationBuilder } from "node-pg-migrate";

/** The step of the caller's trace that started a diagnosis. */
export function up(pgm: MigrationBuilder): void {
  pgm.sql("ALTER TABLE diagnoses ADD COLUMN traceparent varchar(55)");
}

/** Forward only. */
export const down = false;
