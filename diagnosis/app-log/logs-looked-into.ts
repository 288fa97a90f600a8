import type { Assessment } from "../assess.ts";
import type { Looked } from "../report/describe-gaps.ts";

/** Logs that told of no error, for the gaps: what of them was refused, or is kept nowhere. */
export function logsLookedInto({ emptyLogs = [] }: Pick<Assessment, "emptyLogs">): Looked[] {
  return emptyLogs.map(({ workload, environment, denied }) => ({
    playbook: { reads: workload.source.reads, title: { en: "The app's own log", ko: "앱의 로그" } },
    environment,
    denied,
    state: "unreadable",
    reasons: [...denied.values()].map(({ name, code, permission }) => ({
      kind: "denied",
      read: name,
      code,
      permission,
    })),
    unseen: [],
    citations: [],
  }));
}
