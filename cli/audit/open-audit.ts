import { readConfig } from "../../services/platform/config.ts";
import type { AuditLog } from "../../services/stores/audit-log.ts";
import { openHub } from "../hub/open-hub.ts";

/**
 * The audit of the shared database where one is set, which takes no sign-in to Azure but that of the database; else that of this
 * machine's hub.
 */
export async function openAudit(
  scenario: string | undefined,
): Promise<Pick<AuditLog, "list"> & { close(): Promise<void> }> {
  const config = readConfig(process.env);
  if (config.postgres !== undefined && scenario === undefined) {
    const [{ openPostgresAudit }, { postgresSettingsOf }] = await Promise.all([
      import("../../services/stores/postgres/open-audit.ts"),
      import("../hub/postgres-settings-of.ts"),
    ]);
    return openPostgresAudit(postgresSettingsOf(config.postgres, config));
  }
  const hub = await openHub({ scenario, env: process.env });
  return {
    list: async (query) => await (await hub.stores()).audit.list(query),
    close: async () => await hub.close(),
  };
}
