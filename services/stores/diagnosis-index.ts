import type { DiagnosisStatus } from "../../domain/contract/envelope.ts";
import type { Language } from "../../domain/language.ts";
import type { Principal } from "../../domain/principal.ts";

export interface DiagnosisClaim {
  /** The ID to use if this claim makes a new diagnosis. */
  diagnosisId: string;
  principal: Principal;
  /** A digest of the caller's key: the caller's own text is never stored. */
  idempotencyKey?: string;
  requestHash: string;
  /** The first line of the redacted error. */
  title: string;
  language: Language;
  /** ISO 8601, UTC. */
  createdAt: string;
  /** The step of the caller's trace that starts it, as a `traceparent` header: its activities go on with that trace. */
  traceparent?: string;
  /** Of a verification: the diagnosis verified. */
  verifies?: string;
}

export interface ClaimAnswer {
  diagnosisId: string;
  created: boolean;
  /** The key was used for another request; nothing was claimed. */
  conflict?: true;
}

export interface DiagnosisRecord {
  diagnosisId: string;
  principal: Principal;
  requestHash: string;
  title: string;
  language: Language;
  status: DiagnosisStatus;
  rootCause?: string;
  createdAt: string;
  updatedAt: string;
  /** When the orchestration instance was accepted by the engine; absent between claim and start. */
  startedAt?: string;
  /** Of the call that started it; absent where that was code of before. */
  traceparent?: string;
  /** Of a verification: the diagnosis verified. */
  verifies?: string;
  cancelRequested: boolean;
}

interface DiagnosisPage {
  diagnoses: DiagnosisRecord[];
  nextCursor?: string;
}

/** Which diagnoses there are, whose they are, and how they stand. */
export interface DiagnosisIndex {
  /**
   * Finds or makes the diagnosis of a request, in one step that concurrent callers cannot divide. With a key: the
   * diagnosis of (owner, key). Without: an unfinished diagnosis of (owner, request hash), else a new one.
   */
  claim(claim: DiagnosisClaim): Promise<ClaimAnswer>;
  get(diagnosisId: string): Promise<DiagnosisRecord | undefined>;
  /** The owner's newest unfinished diagnosis of an equal request. */
  findRunning(principal: Principal, requestHash: string): Promise<DiagnosisRecord | undefined>;
  /**
   * The owner's diagnoses, newest first.
   *
   * @throws InvalidCursorError when `cursor` is not one that `list` gave.
   */
  list(
    principal: Principal,
    page: { status?: DiagnosisStatus; limit: number; cursor?: string },
  ): Promise<DiagnosisPage>;
  /** The engine has accepted the instance. First write wins. */
  markStarted(diagnosisId: string, startedAt: string): Promise<void>;
  /** A finished status (completed, failed, cancelled) is never changed again. An unknown ID is no error. */
  update(
    diagnosisId: string,
    change: { status?: DiagnosisStatus; rootCause?: string; updatedAt: string },
  ): Promise<void>;
  requestCancel(diagnosisId: string): Promise<void>;
  isCancelRequested(diagnosisId: string): Promise<boolean>;
}

export class InvalidCursorError extends Error {
  override readonly name = "InvalidCursorError";
  readonly code = "InvalidCursor";

  constructor(options?: ErrorOptions) {
    super(
      "cursor: not one that a list gave. Send `next_cursor` of the page before, or leave it out.",
      options,
    );
  }
}

/** The cursor that a list gives after a diagnosis: its place in the order in which they were made. */
export function cursorOfOrdinal(ordinal: number): string {
  return `n${ordinal.toString(36)}`;
}

/** @throws InvalidCursorError */
export function ordinalOfCursor(cursor: string): number {
  if (!/^n[0-9a-z]{1,10}$/.test(cursor)) throw new InvalidCursorError();
  return Number.parseInt(cursor.slice(1), 36);
}
