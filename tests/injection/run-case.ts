import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderReportMarkdown } from "../../domain/render-report.ts";
import { admitRead } from "../../services/azure/read-gate.ts";
import { createModelClient } from "../../services/llm/model-client.ts";
import { startSimulator } from "../../simulator/start-simulator.ts";
import type { RecordedRequest } from "../../simulator/http/request-log.ts";
import type { Report } from "../../domain/contract/report.ts";
import type { Scenario } from "../diagnosis/playbooks/support/diagnose-over-simulator.ts";
import type { ScriptedRequest } from "../services/llm/support/scripted-request.ts";
import { startScriptedModel } from "../services/llm/support/scripted-model-server.ts";
import { type DiagnosingProcess, openDiagnosingProcess } from "../support/diagnose-with-activities.ts";
import { scenarioAt } from "./corpus-scenarios.ts";
import { obey } from "./hostile-model.ts";

/** Everything that came of one diagnosis. */
export interface Outcome {
  report: Report;
  markdown: string;
  journal: readonly string[];
  /** What reached Azure, in its order. */
  requests: readonly RecordedRequest[];
}

export interface CaseRunner {
  /** @param withModel  true where the hostile model is asked besides. */
  run(scenario: string, change: (scenario: Scenario) => void, withModel?: boolean): Promise<Outcome>;
  /** What the hostile model was asked since the last call of this. */
  asked(): ScriptedRequest[];
  close(): Promise<void>;
}

export async function openCaseRunner(): Promise<CaseRunner> {
  const server = await startScriptedModel({ behave: obey });
  const process = openDiagnosingProcess();
  const client = createModelClient({
    endpoint: server.endpoint,
    model: "hostile",
    auth: "none",
    timeoutMs: 20_000,
    idleTimeoutMs: 20_000,
  });
  return {
    run: (scenario, change, withModel = false) =>
      runOnCopy(scenario, change, process, withModel ? client : undefined),
    asked: () => server.requests.splice(0),
    async close() {
      await process.close();
      await server.close();
    },
  };
}

async function runOnCopy(
  scenario: string,
  change: (scenario: Scenario) => void,
  process: DiagnosingProcess,
  client: ReturnType<typeof createModelClient> | undefined,
): Promise<Outcome> {
  const copy = mkdtempSync(join(tmpdir(), "azebal-injection-"));
  try {
    const changed = scenarioAt(scenario);
    change(changed);
    writeFileSync(join(copy, "tenant.json"), JSON.stringify(changed.tenant));
    const simulator = await startSimulator({ scenarioDirectory: copy, elapsedMs: () => 0, quotas: "off" });
    try {
      const origins = { arm: simulator.url, graph: simulator.url, logs: simulator.url };
      const model = client && {
        client,
        tokensPerDiagnosis: 200_000,
        admits: (request: Parameters<typeof admitRead>[0]) => admitRead(request, origins).ok,
      };
      const ended = await process.diagnose(simulator, changed.request, changed.tenant.now, model);
      const requests = simulator.requests().filter(({ path }) => !path.startsWith("/simulator/"));
      return { ...ended, markdown: renderReportMarkdown(ended.report), requests };
    } finally {
      await simulator.close();
    }
  } finally {
    rmSync(copy, { recursive: true });
  }
}
