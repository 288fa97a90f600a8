import type { AzCommandHosts } from "../domain/az-command/az-command.ts";
import type { ReadRequest } from "../domain/read-step.ts";
import type { AzureReader } from "../services/azure/azure-reader.ts";
import type { ModelClient } from "../services/llm/model-client.ts";
import type { Logger } from "../services/platform/logging.ts";
import type { Tracing } from "../services/platform/tracing.ts";
import type { Stores } from "../services/stores/stores.ts";
import type { ReadingRooms } from "./load-diagnosis.ts";
import type { Thinking } from "./thinking/thinking.ts";

export interface ModelDependencies {
  client: ModelClient;
  /** What all questions of one diagnosis and their answers may come to. */
  tokensPerDiagnosis: number;
  /** The read gate: true for a read that may reach Azure. */
  admits: (request: ReadRequest) => boolean;
}

/** What activities need, handed in by `app.ts`. */
export interface ActivityDependencies {
  stores: Stores;
  reader: AzureReader;
  /** The pure rooms that reading needs (signals, the form of answers), loaded when the first diagnosis needs them. */
  diagnosis: () => Promise<ReadingRooms>;
  /** Weighing, planning and the report. */
  thinking: Thinking;
  /** What is asked besides the playbooks; absent where none is configured. */
  model?: ModelDependencies;
  /** Called when a diagnosis begins: there will be something to think about soon. */
  prepareToThink?: () => void;
  /** The cloud's, for the commands of a report; the public cloud's where absent. */
  azHosts?: AzCommandHosts;
  /** The machine's clock, ISO 8601: for the journal and the audit, never for a verdict. */
  now: () => string;
  /** Fields never hold bodies, tokens or text that has not been redacted. */
  log: Pick<Logger, "info" | "warn">;
  /** Where spans go; nowhere where absent. */
  tracing?: Tracing;
}
