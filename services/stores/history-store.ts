/** What the host handed to the orchestrator in one turn, kept so that the turn can be replayed. */
export interface HistoryTurn {
  diagnosisId: string;
  /** The engine's own ID of the run: a diagnosis that continues as new has several. */
  executionId: string;
  turn: number;
  /** The raw trigger value, JSON text. */
  trigger: string;
  buildId: string;
  /** ISO 8601, UTC. */
  recordedAt: string;
}

export interface HistoryStore {
  /** First write wins on (diagnosis, execution, turn): a turn that runs again after a crash is the same turn. */
  append(turn: HistoryTurn): Promise<void>;
  /** In the order in which the executions first appeared, and by turn within each. */
  list(diagnosisId: string): Promise<HistoryTurn[]>;
}
