/** Every size and count that more than one room must agree on. Sources: the wire contract (docs/contract.md). */
export const limits = {
  errorBytes: 50 * 1024,
  sourceFiles: 50,
  sourceBytes: 10 * 1024 * 1024,
  notesCharacters: 4_000,
  resourceIds: 50,
  /** An answer is a pasted output at its longest. */
  answerCharacters: 50_000,
  idempotencyKeyCharacters: 200,
  feedbackCauseCharacters: 500,
  feedbackCommentCharacters: 2_000,
  waitSecondsMax: 240,
  waitSecondsDefault: 25,
  waitSecondsWithProgress: 240,
  evidenceValueCharacters: 500,
  envelopeBytes: 24 * 1024,
  toolListBytes: 8 * 1024,
  /** A request to the function app that is larger is refused before it is parsed. */
  httpBodyBytes: 12 * 1024 * 1024,
  /** The largest answer of Azure that is kept whole; a larger one is cut and marked as such. */
  evidenceBodyBytes: 4 * 1024 * 1024,
  readsPerDiagnosis: 40,
  /** Those that a request needs by itself, and as many again where only a log of the workload says what failed. */
  roundsPerDiagnosis: 12,
  pagesPerRead: 20,
  diagnosisMinutes: 15,
  /** So long a diagnosis waits for its developer to sign in again, on top of its own time. */
  signInMinutes: 30,
  /** One request to Azure, from the connection to the last byte of its answer; then the read is tried again. */
  azureRequestSeconds: 30,
  /** One question to the model, from the connection to the last byte of its answer. */
  modelTimeoutSeconds: 60,
  /** Input and output of all questions of one diagnosis. */
  modelTokensPerDiagnosis: 60_000,
  heartbeatSeconds: 15,
  assertionSeconds: 60,
  /** Calls of one person: so many at once after a rest, then so many a second. */
  callsPerTool: {
    debug_error: { capacity: 60, refillPerSecond: 0.5 },
    verify_fix: { capacity: 60, refillPerSecond: 0.5 },
    login: { capacity: 20, refillPerSecond: 0.1 },
    other: { capacity: 600, refillPerSecond: 20 },
  },
} as const;
