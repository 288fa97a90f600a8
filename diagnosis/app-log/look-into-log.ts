import { type Asked, bindReads, type DeniedRead, type PendingRead } from "../assessment/bind-reads.ts";
import { bindTarget } from "../assessment/bind-names.ts";
import { foundationOf, type Grounds } from "../assessment/foundation.ts";
import { type Environment, evaluate } from "../evaluation/environment.ts";
import type { EvidenceDocument } from "../evaluation/place.ts";
import type { ConcernedWorkload } from "./concerned-workloads.ts";

/** How far the log of one workload has been looked into. */
export interface LogLook {
  readonly workload: ConcernedWorkload;
  readonly environment: Environment;
  /** Reads to be made before more can be said. */
  readonly pending: ReadonlyMap<string, PendingRead>;
  /** Reads that were refused, or for which no log is kept. */
  readonly denied: ReadonlyMap<string, DeniedRead>;
  /** The answers of the log service, in the order of the source's steps. */
  readonly answers: readonly EvidenceDocument[];
}

/**
 * Looks into a workload's log step by step, until one tells of an error: what has been answered is taken from the evidence, what
 * has not is pending, and no later step is asked for before.
 *
 * @param isEnough  true where the answers so far hold what is looked for.
 */
export function lookIntoLog(
  workload: ConcernedWorkload,
  grounds: Grounds,
  isEnough: (answers: readonly EvidenceDocument[]) => boolean,
): LogLook {
  const { source, index } = workload;
  const foundation = foundationOf(grounds);
  const asked: Asked = { pending: new Map(), denied: new Map(), consulted: new Map() };
  const row = evaluate(`signals.resources[${index}]`, foundation.environment);
  const lets = Object.entries(source.let).map(
    ([name, expression]) => [name, (within: Environment) => evaluate(expression, within)] as const,
  );
  const lazy = { ...bindReads(source, grounds.answers, asked), ...Object.fromEntries(lets) };
  const environment =
    row.kind === "known" ? foundation.at(bindTarget(row, grounds.answers), lazy) : undefined;
  const look = (answers: readonly EvidenceDocument[]): LogLook => ({
    workload,
    environment: environment ?? foundation.environment,
    pending: asked.pending,
    denied: asked.denied,
    answers,
  });
  if (environment === undefined) return look([]);
  for (const names of source.steps) {
    for (const name of names) evaluate(name, environment);
    const answers = answersIn(asked);
    if (asked.pending.size > 0 || isEnough(answers)) return look(answers);
  }
  return look(answersIn(asked));
}

function answersIn({ consulted }: Asked): EvidenceDocument[] {
  return [...consulted.values()].filter(
    (answer): answer is EvidenceDocument =>
      typeof answer === "object" && answer.evidence.source === "logs" && answer.evidence.status < 400,
  );
}
