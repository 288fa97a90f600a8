import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Envelope } from "../../../domain/contract/envelope.ts";
import type { Simulator } from "../../../simulator/start-simulator.ts";
import {
  runAzebal,
  type StdioAzebal,
  simulatedAzure,
  startStdioAzebal,
} from "../../e2e/support/azebal-process.ts";
import type { PassedRequest } from "../../e2e/support/azure-gate.ts";
import type { AzureEngine } from "./azure-engine.ts";
import { comparable, diagnose, type Faults, readsOf, startAzure } from "./diagnose.ts";

/** What a diagnosis came to, and what it read of Azure. */
interface Outcome {
  status: Envelope["status"];
  failure: Envelope["failure"];
  report: unknown;
  reads: string[];
}

export function outcomeOf({ status, failure, report }: Envelope, azure: Simulator): Outcome {
  return { status, failure, report: comparable(report), reads: readsOf(azure) };
}

/** A scenario's Azure for the function app; gone when the test is over. */
export async function useAzure(engine: AzureEngine, scenario: string, faults?: Faults): Promise<Simulator> {
  const simulator = await startAzure(scenario, faults);
  engine.azure.simulatorUrl = simulator.url;
  onTestFinished(() => {
    engine.azure.rule = () => undefined;
    return simulator.close();
  });
  return simulator;
}

/** `azebal mcp`, pointed at the function app; gone when the test is over. */
export async function openGateway(engine: AzureEngine): Promise<StdioAzebal> {
  const azebal = await startStdioAzebal([], engine.gatewayEnvironment);
  onTestFinished(() => azebal.close());
  return azebal;
}

/** The same diagnosis on the local host, in a process that is function app and gateway at once. */
export async function diagnoseHere(engine: AzureEngine, scenario: string, faults?: Faults): Promise<Outcome> {
  const simulator = await startAzure(scenario, faults);
  const dataDirectory = join(engine.work, `here-${scenario}`);
  const azebal = await startStdioAzebal([], {
    AZEBAL_DATA_DIR: dataDirectory,
    ...simulatedAzure(simulator.url),
  });
  try {
    return outcomeOf(await diagnose(azebal, scenario), simulator);
  } finally {
    await azebal.close();
    await simulator.close();
  }
}

/**
 * Keeps every matching read of Azure waiting, and resolves when there is one, with the function that lets all go on.
 * Rejects where `work` ends without one.
 */
export async function holdReads(
  { azure }: AzureEngine,
  matches: (read: PassedRequest) => boolean,
  work: () => Promise<unknown>,
): Promise<() => void> {
  const gone = Promise.withResolvers<void>();
  const held = Promise.withResolvers<() => void>();
  azure.rule = (read) => {
    if (!matches(read)) return undefined;
    held.resolve(() => {
      azure.rule = () => undefined;
      gone.resolve();
    });
    return gone.promise;
  };
  const ended = work().then((result) => {
    throw new Error(`nothing was held: ${JSON.stringify(result)}`);
  });
  return await Promise.race([held.promise, ended]);
}

/** What `azebal replay` says of a diagnosis whose history the extension made. */
export async function replayed({ gatewayEnvironment }: AzureEngine, diagnosisId: string) {
  const { code, stdout, stderr } = await runAzebal(["replay", diagnosisId, "--json"], gatewayEnvironment);
  if (stdout === "") throw new Error(stderr);
  const { agrees, turns } = JSON.parse(stdout) as {
    agrees: boolean;
    turns: { happened: { kind: string }[] }[];
  };
  const timersFired = turns
    .flatMap(({ happened }) => happened)
    .filter(({ kind }) => kind === "TimerFired").length;
  return { code, agrees, timersFired };
}
