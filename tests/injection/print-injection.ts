import { corpus } from "./cases.ts";
import { corpusScenarios } from "./corpus-scenarios.ts";
import { injectionTable } from "./injection-table.ts";
import { isNamedByRequest, measureInjection } from "./measure-injection.ts";
import { openCaseRunner } from "./run-case.ts";

/** The encodings are one class in six forms. */
const scenariosPerCell = (className: string) => (className.startsWith("encoded") ? 2 : 3);

/** `npm run injection`: the whole corpus, each class in each position of several scenarios. Ends with 1 where one had an effect. */
const runner = await openCaseRunner();
const startedAtMs = performance.now();
try {
  const all = await measureInjection(corpus(corpusScenarios, scenariosPerCell), runner);
  const seconds = Math.round((performance.now() - startedAtMs) / 1_000);
  process.stdout.write(`${injectionTable(all)}\n\nIn ${seconds} s.\n`);
  if (all.some((one) => one.effects.length > 0 && !isNamedByRequest(one))) process.exitCode = 1;
} finally {
  await runner.close();
}
