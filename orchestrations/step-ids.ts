/** The idempotency keys of the steps that every diagnosis has. They stand in histories: never change one. */
export const stepIds = {
  signals: "signals",
  plan: "plan",
  weigh: (round: number) => `weigh-${round}`,
  /** The n-th plan of a model. */
  modelPlan: (call: number) => `model-${call}`,
  modelExplanation: "model-explain",
  report: "report",
  record: "record",
} as const;
