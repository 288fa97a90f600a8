import { readFileSync } from "node:fs";
import { orchestrationNames } from "../../../domain/diagnosis.ts";
import { limits } from "../../../domain/limits.ts";
import { projectRoot } from "../../e2e/support/azebal-process.ts";
import type { HistoryEvent, OrchestrationTrigger } from "../../support/durable-emulator/wire-shapes.ts";

/** A line of the record that the function worker keeps. */
interface RecordedInvocation {
  function: string;
  data: { string?: string };
  value?: { json?: string };
}

interface RecordedTurn {
  trigger: OrchestrationTrigger;
  answer: unknown;
}

/**
 * The turns of one diagnosis as a file of tests/replay: the last trigger value, whose history holds those of all earlier
 * turns as prefixes, and the answers. A turn that was run again after a crash counts once, as it was run last.
 *
 * @param extension  the version of the Durable extension that made the history.
 */
export function recordedHistory(recordPath: string, diagnosisId: string, extension: string): string {
  const turns = new Map<number, RecordedTurn>();
  for (const line of readFileSync(recordPath, "utf8").trimEnd().split("\n")) {
    const { function: name, data, value } = JSON.parse(line) as RecordedInvocation;
    if (name !== orchestrationNames.diagnose) continue;
    const trigger = JSON.parse(data.string ?? "") as OrchestrationTrigger;
    if (trigger.instanceId !== diagnosisId) continue;
    turns.set(trigger.history.length, { trigger, answer: JSON.parse(value?.json ?? "null") });
  }
  const { history, ...trigger } = [...turns.values()].at(-1)!.trigger;
  const answers = [...turns].map(([events, { answer }]) => ({ events, answer }));
  return [
    "{",
    `  "recordedOn": ${JSON.stringify(recordedOn(extension))},`,
    `  "deadlineMinutes": ${limits.diagnosisMinutes},`,
    `  "trigger": ${JSON.stringify(trigger)},`,
    `  "history": [\n${linesOf(history satisfies HistoryEvent[])}\n  ],`,
    `  "turns": [\n${linesOf(answers)}\n  ]`,
    "}\n",
  ].join("\n");
}

function recordedOn(extension: string): string {
  const { dependencies } = JSON.parse(readFileSync(`${projectRoot}/package.json`, "utf8")) as {
    dependencies: Record<string, string>;
  };
  return `Microsoft.Azure.WebJobs.Extensions.DurableTask ${extension} with durable-functions ${dependencies["durable-functions"]}`;
}

function linesOf(values: readonly unknown[]): string {
  return values.map((value) => `    ${JSON.stringify(value)}`).join(",\n");
}
