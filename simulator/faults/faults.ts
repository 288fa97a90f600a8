import type { Plane } from "../http/plane.ts";
import { parameter, type SimulatedRequest } from "../http/simulated-request.ts";
import { type FaultRule, type FaultRuleInput, parseFaults } from "./fault-rules.ts";
import { pathPattern } from "./path-pattern.ts";

/** How a fault has fared so far. */
export interface FaultReport extends FaultRule {
  /** How many requests its `match` fitted, struck or not. */
  matched: number;
  struck: number;
}

type AskedRequest = Pick<SimulatedRequest, "method" | "path" | "query">;

interface Standing extends FaultReport {
  pattern: RegExp;
}

/** The faults that are switched on. They count requests from the moment they are put in place. */
export class Faults {
  #standing: Standing[] = [];
  #awaited: { name: string; times: number; resolve: () => void }[] = [];

  constructor(rules: readonly FaultRuleInput[]) {
    this.put(rules);
  }

  /**
   * Puts these faults in the place of all others; none switches them off.
   *
   * @throws InvalidFaultsError; the faults that stood then stay.
   */
  put(rules: readonly FaultRuleInput[], source = "The option faults"): void {
    this.#standing = parseFaults(source, { faults: rules }).map((rule) => ({
      ...rule,
      matched: 0,
      struck: 0,
      pattern: pathPattern(rule.match.path ?? "/**"),
    }));
  }

  /** The first fault whose turn it is with this request; undefined where it is left in peace. */
  strike(plane: Plane, request: AskedRequest): FaultRule | undefined {
    let striking: Standing | undefined;
    for (const fault of this.#standing) {
      if (!fits(fault, plane, request)) continue;
      fault.matched += 1;
      if (striking === undefined && isDue(fault)) striking = fault;
    }
    if (striking === undefined) return undefined;
    striking.struck += 1;
    this.#tell(striking);
    return striking;
  }

  report(): FaultReport[] {
    return this.#standing.map(({ pattern: _pattern, ...report }) => structuredClone(report));
  }

  /** Resolves once the fault has struck so many times. */
  struck(name: string, times = 1): Promise<void> {
    const fault = this.#standing.find((standing) => standing.name === name);
    if (fault !== undefined && fault.struck >= times) return Promise.resolve();
    return new Promise((resolve) => this.#awaited.push({ name, times, resolve }));
  }

  #tell({ name, struck }: Standing): void {
    for (const awaited of this.#awaited)
      if (awaited.name === name && struck >= awaited.times) awaited.resolve();
    this.#awaited = this.#awaited.filter((awaited) => awaited.name !== name || struck < awaited.times);
  }
}

function fits({ match, pattern }: Standing, plane: Plane, request: AskedRequest): boolean {
  const asked = plane === "simulator" ? "tokens" : plane;
  if (match.plane === undefined ? asked === "tokens" : match.plane !== asked) return false;
  if (match.method !== undefined && match.method.toUpperCase() !== request.method) return false;
  const parameters = Object.entries(match.query ?? {});
  return (
    pattern.test(request.path) && parameters.every(([name, value]) => parameter(request, name) === value)
  );
}

function isDue({ nth, count, matched }: Standing): boolean {
  return matched >= nth && (count === "always" || matched < nth + count);
}
