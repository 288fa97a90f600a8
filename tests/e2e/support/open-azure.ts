import { onTestFinished } from "vitest";
import { startSimulator } from "../../../simulator/start-simulator.ts";
import { type AzureGate, openAzureGate } from "./azure-gate.ts";

/** A scenario's simulated Azure behind a gate, both gone when the test is over. */
export async function openAzure(scenarioDirectory: string): Promise<AzureGate> {
  const simulator = await startSimulator({ scenarioDirectory });
  const gate = await openAzureGate(simulator.url);
  onTestFinished(async () => {
    await gate.close();
    await simulator.close();
  });
  return gate;
}
