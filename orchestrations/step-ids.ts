/** The idempotency keys of the steps that every diagnosis has. They stand in histories: never change one. */
export const stepIds = {
  signals: "signals",
  plan: "plan",
  weigh: (round: number) => `weigh-${round}`,
  report: "report",
  record: "record",
} as const;
