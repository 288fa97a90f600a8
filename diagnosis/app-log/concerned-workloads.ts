import { placeIn } from "../analyses/resources/targets.ts";
import { known } from "../evaluation/evaluated.ts";
import type { Signals } from "../../domain/signals.ts";
import { type LogSource, logSources } from "./log-sources.ts";

/** A workload whose log may tell what the request does not. */
export interface ConcernedWorkload {
  /** Its row in `signals.resources`. */
  readonly index: number;
  readonly source: LogSource;
}

/** The logs of so many are looked into. */
const mostWorkloads = 2;
/** Of what only stands beside, one alone can be meant. */
const callsFromElsewhere = ["local", "azure_devops_hosted", "github_hosted", "cloud_shell"];

/**
 * The workloads that the request is about, named ones in the order of `signals.resources`, those of which it only says that
 * they work after the others; else the only one beside what it names, unless the call comes from a laptop or a build agent,
 * or was one to Resource Manager.
 *
 * @param prose  the error and the notes, in lower case.
 */
export function concernedWorkloads(signals: Signals, prose: string): readonly ConcernedWorkload[] {
  const all = signals.resources.flatMap((row, index) => {
    const source = logSources.find(({ types }) => types.includes(row.type));
    return source === undefined ? [] : [{ row, index, source }];
  });
  const named = all.filter(({ row }) => row.matchedBy !== "neighbour");
  if (named.length > 0) {
    const isFine = ({ row }: (typeof all)[number]) => placeIn(prose, known(row.name)) === "working";
    const inOrder = [...named.filter((one) => !isFine(one)), ...named.filter(isFine)];
    return inOrder.slice(0, mostWorkloads);
  }
  const isElsewhere = signals.runsOn.some(({ place }) => callsFromElsewhere.includes(place));
  const isManagement = signals.codes.some(({ family }) => family === "arm");
  return all.length === 1 && !isElsewhere && !isManagement ? all : [];
}
