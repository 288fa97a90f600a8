import type { AzureReader } from "../services/azure/azure-reader.ts";
import type { Stores } from "../services/stores/stores.ts";
import type { Diagnosis } from "./load-diagnosis.ts";

/** One line of the log. Fields never hold bodies, tokens or text that has not been redacted. */
export interface ActivityLogEntry {
  level: "info" | "warn" | "error";
  message: string;
  /** The same for everything that one diagnosis does, in every process. */
  traceId: string;
  fields: Record<string, string | number | boolean>;
}

/** What activities need, handed in by `app.ts`. */
export interface ActivityDependencies {
  stores: Stores;
  reader: AzureReader;
  /** The pure rooms (signals, playbooks, weighing, report), loaded when the first diagnosis needs them. */
  diagnosis: () => Promise<Diagnosis>;
  /** The machine's clock, ISO 8601: for the journal and the audit, never for a verdict. */
  now: () => string;
  log: (entry: ActivityLogEntry) => void;
}
