import type { AzCommandHosts } from "../domain/az-command/az-command.ts";
import type { CallerRole, Principal } from "../domain/principal.ts";
import type { Stores } from "../services/stores/stores.ts";
import type { DurableEngine } from "./durable-engine.ts";
import type { DiagnosisStarter } from "./start/diagnosis-starter.ts";
import type { EndedDiagnoses } from "./state/ended-diagnoses.ts";

/** What a command works with: the caller, the stores, and the engine behind this request's durable client. */
export interface CommandContext {
  principal: Principal;
  roles: readonly CallerRole[];
  stores: Stores;
  engine: DurableEngine;
  starter: DiagnosisStarter;
  /** The cloud's, for commands that show an answer; the public cloud's where absent. */
  azHosts?: AzCommandHosts | undefined;
  ended: EndedDiagnoses;
  /** Is told of each diagnosis that is read by support staff, for the record. */
  onSupportRead?: (diagnosisId: string) => void;
  /** The machine's clock, ISO 8601, UTC: for records and waits, never for a verdict. */
  now: () => string;
}
