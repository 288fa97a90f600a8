import type { HypothesisSummary } from "../../domain/activity-catalogue.ts";
import type { Citation } from "../../domain/citation.ts";
import type { Environment } from "../evaluation/environment.ts";
import type { Evaluated, UnknownReason } from "../evaluation/evaluated.ts";
import type { Playbook } from "../playbook.ts";
import type { DeniedRead, PendingRead } from "./bind-reads.ts";

export type HypothesisState = HypothesisSummary["state"];

/** One candidate cause at one target, as far as the evidence so far decides it. */
export interface Hypothesis {
  readonly playbook: Playbook;
  /** The ID of the resource that it suspects; undefined for a cause that hangs on none. */
  readonly target: string | undefined;
  /** True where the error names a resource that cannot be seen, and this one is not named at all: it would be a guess. */
  readonly isBesideThePoint: boolean;
  /** True where the request itself, or the model, points at it, false where it is only a competitor of such a one. */
  readonly isRaised: boolean;
  /** Who brought it in: what the model alone proposed never stands in the way of what the rules found. */
  readonly broughtBy: "rules" | "model";
  /** True where the reads alone do not decide it, and something that was supplied does. */
  readonly isSupplied?: boolean;
  /** What in the request raised it. */
  readonly raisedBy: readonly Citation[];
  readonly state: HypothesisState;
  readonly holds: Evaluated;
  /** What decided `holds`; empty while it is open. */
  readonly citations: readonly Citation[];
  /** The answers in which something was found missing that rights may hide; see `unseenIn`. */
  readonly unseen: readonly string[];
  /** Why it is not decided; empty where it is. */
  readonly reasons: readonly UnknownReason[];
  readonly environment: Environment;
  /** The reads that its expressions have asked for and that can be made now, by their key. */
  readonly pending: ReadonlyMap<string, PendingRead>;
  /** The reads that they have asked for and that were refused or could not be made. */
  readonly denied: ReadonlyMap<string, DeniedRead>;
}

export function summaryOf({ playbook, target, state }: Hypothesis): HypothesisSummary {
  return { code: playbook.code, ...(target === undefined ? {} : { target }), state };
}
