import type { AuditLog } from "../audit-log.ts";
import { listFromPostgres } from "./audit-log-postgres.ts";
import { PostgresConnection } from "./postgres-connection.ts";
import type { PostgresSettings } from "./postgres-settings.ts";

/** Somebody sits and waits for the answer. */
const patienceMs = 2_000;

/** The audit of all machines that share a database, for who only reads it. */
export function openPostgresAudit(
  settings: PostgresSettings,
): Pick<AuditLog, "list"> & { close(): Promise<void> } {
  const connection = new PostgresConnection({ ...settings, maxConnections: 1 }, "audit-reader", {
    patienceMs,
  });
  return { list: listFromPostgres(connection), close: async () => await connection.close() };
}
