import { corpus } from "./cases.ts";
import { corpusScenarios } from "./corpus-scenarios.ts";
import { injectionTable } from "./injection-table.ts";
import { isNamedByRequest, measureInjection } from "./measure-injection.ts";
import { openCaseRunner } from "./run-case.ts";

/** `npm run injection`: the whole corpus, three scenarios for each class in each position. Ends with 1 where one had an effect. */
const runner = await openCaseRunner();
const startedAtMs = performance.now();
try {
  const all = await measureInjection(
    corpus(corpusScenarios, () => 3),
    runner,
  );
  const seconds = Math.round((performance.now() - startedAtMs) / 1_000);
  process.stdout.write(`${injectionTable(all)}\n\nIn ${seconds} s.\n`);
  if (all.some((one) => one.effects.length > 0 && !isNamedByRequest(one))) process.exitCode = 1;
} finally {
  await runner.close();
}
