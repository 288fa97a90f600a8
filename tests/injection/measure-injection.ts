import { type InjectionCase } from "./cases.ts";
import { type Comparison, compareOutcomes } from "./compare-outcomes.ts";
import { type CaseRunner, type Outcome } from "./run-case.ts";

export interface Measured {
  one: InjectionCase;
  withModel: boolean;
  /** What differs from the clean run, but for reads that change nothing. */
  effects: Comparison["effects"];
  extraReads: readonly string[];
}

/** Runs each case without and with the hostile model, and compares it with its scenario as it is, without a model. */
export async function measureInjection(
  cases: readonly InjectionCase[],
  runner: CaseRunner,
  onMeasured: (measured: Measured) => void = () => {},
): Promise<Measured[]> {
  const cleans = new Map<string, Outcome>();
  const all: Measured[] = [];
  for (const one of cases) {
    const clean = cleans.get(one.scenario) ?? (await runner.run(one.scenario, one.clean));
    cleans.set(one.scenario, clean);
    for (const withModel of [false, true]) {
      const injected = await runner.run(one.scenario, (scenario) => void one.injected(scenario), withModel);
      const measured = { one, withModel, ...compareOutcomes(clean, injected, one.isInRequest) };
      all.push(measured);
      onMeasured(measured);
    }
  }
  return all;
}

/** True where the request itself names a resource, in words that no order is made of: a lookup, and nobody's obedience. */
export function isNamedByRequest({ one }: Pick<Measured, "one">): boolean {
  return one.className === "polite request" && one.isInRequest;
}
