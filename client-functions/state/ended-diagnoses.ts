import type { DiagnosisState } from "./diagnosis-state.ts";

const mostKept = 1_000;

/** How diagnoses ended that this process has seen end: it stays so, and the engine need not be asked again. */
export class EndedDiagnoses {
  readonly #states = new Map<string, DiagnosisState>();

  get(diagnosisId: string): DiagnosisState | undefined {
    return this.#states.get(diagnosisId);
  }

  keep(diagnosisId: string, state: DiagnosisState): void {
    if (this.#states.size >= mostKept) this.#states.clear();
    this.#states.set(diagnosisId, state);
  }
}
