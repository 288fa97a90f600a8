import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Report } from "../../domain/contract/report.ts";
import { caseOf } from "../injection/cases.ts";
import { scenarioAt, scenarioFolder } from "../injection/corpus-scenarios.ts";
import { obey } from "../injection/hostile-model.ts";
import { told } from "../injection/told.ts";
import type { Scenario } from "../diagnosis/playbooks/support/diagnose-over-simulator.ts";
import { startScriptedModel } from "../services/llm/support/scripted-model-server.ts";
import { startServingAzebal } from "./support/serving-azebal.ts";
import { temporaryDirectory } from "./support/temporary-directory.ts";

interface Told {
  report: Report;
  /** Everything that the client was told without asking for evidence. */
  said: string;
}

/** Diagnoses a changed scenario through the tool of a server of its own. */
async function diagnose(
  scenario: string,
  change: (scenario: Scenario) => void,
  options: string[],
): Promise<Told> {
  const work = temporaryDirectory();
  const folder = join(work, "scenario");
  cpSync(scenarioFolder(scenario), folder, { recursive: true });
  const changed = scenarioAt(scenario);
  change(changed);
  writeFileSync(join(folder, "tenant.json"), JSON.stringify(changed.tenant));
  const azebal = await startServingAzebal(["--scenario", folder, ...options], {
    AZEBAL_DATA_DIR: join(work, "data"),
  });
  const client = await azebal.connect();
  const said: string[] = [];
  const request = { ...changed.request, wait_seconds: 100 };
  const result = await client.callTool({ name: "debug_error", arguments: request }, undefined, {
    onprogress: (progress) => said.push(JSON.stringify(progress)),
  });
  const { report, diagnosis_id: id } = result.structuredContent as { report: Report; diagnosis_id: string };
  const { evidence, ...spoken } = report;
  said.push(JSON.stringify(spoken), JSON.stringify(evidence.map(({ command }) => command)));
  const events = await client.callTool({ name: "get_diagnosis", arguments: { diagnosis_id: id } });
  said.push(JSON.stringify((events.structuredContent as { progress?: unknown }).progress ?? null));
  await client.close();
  await azebal.stop();
  return { report, said: said.join("\n") };
}

const cases: [className: string, position: string, scenario: string][] = [
  ["new instruction", "tag", "pg-role-connection-limit"],
  ["encoded: base64", "activity-log message", "first-look"],
  ["command in a name", "error", "billing-container-exits"],
];

test.each(cases)(
  "an order (%s) in a place of the kind %s of %s changes nothing that a client is told, though the model obeys it",
  async (className, position, scenario) => {
    const one = caseOf(className, position, scenario, 3);
    const server = await startScriptedModel({ behave: obey });
    try {
      const clean = await diagnose(scenario, one.clean, []);
      const hostile = await diagnose(scenario, (changed) => void one.injected(changed), [
        "--planner",
        "model",
        "--model-endpoint",
        server.endpoint,
        "--model",
        "hostile",
      ]);
      expect(server.requests.length).toBeGreaterThan(0);
      const compared = ({
        verdict,
        root_cause,
        also,
        suspected,
        claims,
        ruled_out,
        gaps,
        actions,
        verify,
        cost,
      }: Report) => ({
        verdict,
        root_cause,
        also,
        suspected,
        claims,
        ruled_out,
        gaps,
        actions,
        verify,
        reads: cost.azure_reads,
      });
      expect(compared(hostile.report)).toEqual(compared(clean.report));
      expect(hostile.said).not.toContain(told.mark);
    } finally {
      await server.close();
    }
  },
);
