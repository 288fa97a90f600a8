import { mkdirSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import type { Principal } from "../../domain/principal.ts";
import { readConfig } from "../../services/platform/config.ts";
import type { Stores } from "../../services/stores/stores.ts";
import { createDataDirectory } from "../hub/hub-directory.ts";
import { openHub } from "../hub/open-hub.ts";

export interface OpenFeedback {
  stores: Pick<Stores, "audit" | "diagnoses" | "evidence" | "feedback" | "reports">;
  /** In whose name it is read, for the record. */
  reader: Principal;
  /** A company's own playbooks, absolute. */
  playbooksDirectory: string | undefined;
  close(): Promise<void>;
}

/**
 * The feedback of the shared database where one is set, which takes no sign-in to Azure but that of the database; else that of this
 * machine's hub.
 */
export async function openFeedback(scenario: string | undefined): Promise<OpenFeedback> {
  const config = readConfig(process.env);
  const { playbooksDirectory } = config;
  if (config.postgres === undefined || scenario !== undefined) {
    const hub = await openHub({ scenario, env: process.env });
    try {
      const [stores, reader] = [await hub.stores(), await hub.principal()];
      return { stores, reader, playbooksDirectory, close: () => hub.close() };
    } catch (error) {
      await hub.close();
      throw error;
    }
  }
  const [{ openStores }, { postgresSettingsOf }] = await Promise.all([
    import("../../services/stores/open-stores.ts"),
    import("../hub/postgres-settings-of.ts"),
  ]);
  const directory = join(createDataDirectory(config.dataDirectory), "support");
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const stores = openStores({ directory, postgres: postgresSettingsOf(config.postgres, config) });
  // Who may use the database is its own affair: the record says who did on this machine.
  const reader = { tenantId: "", objectId: "", userPrincipalName: userInfo().username };
  return { stores, reader, playbooksDirectory, close: () => stores.close() };
}
