import type { Evidence } from "../../domain/evidence.ts";

/** Of all bodies together, in UTF-16 code units: some dozens of diagnoses that are under way. */
const mostCharacters = 16 * 1024 * 1024;

interface KeptDiagnosis {
  readonly evidence: Map<string, Evidence>;
  characters: number;
}

/**
 * Evidence of the diagnoses that were last worked on, in memory. Evidence never changes once it is stored, so that what
 * is kept is what the store holds, and the same object each time. Diagnoses that nobody has asked for longest go first.
 */
export class KeptEvidence {
  readonly #mostCharacters: number;
  /** The one that was used last stands last. */
  readonly #diagnoses = new Map<string, KeptDiagnosis>();
  #characters = 0;

  constructor(limit = mostCharacters) {
    this.#mostCharacters = limit;
  }

  get(diagnosisId: string, evidenceId: string): Evidence | undefined {
    return this.#use(diagnosisId)?.evidence.get(evidenceId);
  }

  /** @returns the evidence as it is kept. */
  keep(evidence: Evidence): Evidence {
    const { diagnosisId, evidenceId, body } = evidence;
    const kept = this.#use(diagnosisId) ?? { evidence: new Map<string, Evidence>(), characters: 0 };
    const known = kept.evidence.get(evidenceId);
    if (known !== undefined) return known;
    kept.evidence.set(evidenceId, evidence);
    kept.characters += body.length;
    this.#characters += body.length;
    this.#diagnoses.set(diagnosisId, kept);
    this.#makeRoom();
    return evidence;
  }

  #use(diagnosisId: string): KeptDiagnosis | undefined {
    const kept = this.#diagnoses.get(diagnosisId);
    if (kept === undefined) return undefined;
    this.#diagnoses.delete(diagnosisId);
    this.#diagnoses.set(diagnosisId, kept);
    return kept;
  }

  #makeRoom(): void {
    for (const [oldest, { characters }] of this.#diagnoses) {
      if (this.#characters <= this.#mostCharacters) return;
      this.#diagnoses.delete(oldest);
      this.#characters -= characters;
    }
  }
}
