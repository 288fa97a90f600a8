import type { MigrationBuilder } from "node-pg-migrate";

/** The diagnosis that a verification verifies. */
export function up(pgm: MigrationBuilder): void {
  pgm.sql("ALTER TABLE diagnoses ADD COLUMN verifies text");
}

/** Forward only. */
export const down = false;
