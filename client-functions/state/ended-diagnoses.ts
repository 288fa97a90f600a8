import type { DiagnosisState } from "./diagnosis-state.ts";

const mostKept = 1_000;

/**
 * How diagnoses ended that this process has seen end: it stays so, and the engine need not be asked again. Also those
 * whose last turn this process has made, and which the engine is about to show as ended.
 */
export class EndedDiagnoses {
  readonly #states = new Map<string, DiagnosisState>();
  readonly #expected = new Set<string>();
  readonly #waiting = new Map<string, Set<() => void>>();

  get(diagnosisId: string): DiagnosisState | undefined {
    return this.#states.get(diagnosisId);
  }

  keep(diagnosisId: string, state: DiagnosisState): void {
    if (this.#states.size >= mostKept) this.#states.clear();
    this.#states.set(diagnosisId, state);
    this.#expected.delete(diagnosisId);
  }

  expect(diagnosisId: string): void {
    if (this.#expected.size >= mostKept) this.#expected.clear();
    this.#expected.add(diagnosisId);
    for (const awake of this.#waiting.get(diagnosisId) ?? []) awake();
  }

  /** Resolves once the diagnosis is expected to end, or after `timeoutMs`. */
  async waitFor(diagnosisId: string, timeoutMs: number): Promise<void> {
    if (this.isExpected(diagnosisId)) return;
    const waiting = this.#waiting.get(diagnosisId) ?? new Set();
    this.#waiting.set(diagnosisId, waiting);
    await new Promise<void>((resolve) => {
      const awake = () => {
        clearTimeout(timer);
        waiting.delete(awake);
        if (waiting.size === 0) this.#waiting.delete(diagnosisId);
        resolve();
      };
      const timer = setTimeout(awake, timeoutMs);
      waiting.add(awake);
    });
  }

  isExpected(diagnosisId: string): boolean {
    return this.#expected.has(diagnosisId) || this.#states.has(diagnosisId);
  }
}
