import { createOutboxAuditLog, type OutboxAuditLogOptions } from "../audit/audit-log-outbox.ts";
import { startEvidenceCleaning } from "../evidence-cleaning.ts";
import type { Stores } from "../stores.ts";
import { deliverToPostgres, listFromPostgres } from "./audit-log-postgres.ts";
import { createPostgresDiagnosisIndex } from "./diagnosis-index-postgres.ts";
import { createPostgresEvidenceStore } from "./evidence-store-postgres.ts";
import { createPostgresFeedbackStore } from "./feedback-postgres.ts";
import { createPostgresHistoryStore } from "./history-store-postgres.ts";
import { PostgresConnection } from "./postgres-connection.ts";
import type { PostgresSettings } from "./postgres-settings.ts";
import { createPostgresReportStore } from "./report-store-postgres.ts";

/** What is kept in a database that any number of processes share. */
export type LedgerStores = Pick<
  Stores,
  "evidence" | "reports" | "diagnoses" | "history" | "audit" | "feedback"
>;

/** Evidence is kept so long where nothing else is said. */
const defaultEvidenceDays = 90;

/** The audit's own: a diagnosis never waits for a delivery, and a delivery never for a diagnosis. */
const auditConnections = 2;

/**
 * The stores of one PostgreSQL. Nothing is connected to before a store is first used.
 *
 * @param openOutbox  opens what keeps audit rows on this machine until the server has them.
 */
export function openPostgresStores(
  settings: PostgresSettings,
  openOutbox: OutboxAuditLogOptions["open"],
): { stores: LedgerStores; close(): Promise<void> } {
  const connection = new PostgresConnection(settings, "stores");
  const forAudit = new PostgresConnection({ ...settings, maxConnections: auditConnections }, "audit");
  const evidence = createPostgresEvidenceStore(connection);
  const { log } = settings;
  const audit = createOutboxAuditLog({
    open: openOutbox,
    deliver: deliverToPostgres(forAudit, log),
    list: listFromPostgres(forAudit),
    log,
  });
  const cleaning = startEvidenceCleaning({
    evidence,
    keepDays: settings.evidenceDays ?? defaultEvidenceDays,
    log,
  });
  return {
    stores: {
      evidence,
      reports: createPostgresReportStore(connection),
      diagnoses: createPostgresDiagnosisIndex(connection),
      history: createPostgresHistoryStore(connection),
      feedback: createPostgresFeedbackStore(connection),
      audit,
    },
    async close() {
      cleaning.close();
      await audit.close();
      await Promise.all([connection.close(), forAudit.close()]);
    },
  };
}
