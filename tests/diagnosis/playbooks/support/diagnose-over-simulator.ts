import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { analyses } from "../../../../diagnosis/analyses/analysis-table.ts";
import { assess } from "../../../../diagnosis/assess.ts";
import type { JsonValue } from "../../../../diagnosis/evaluation/json-value.ts";
import { shapeAnswer } from "../../../../diagnosis/evidence-shape.ts";
import { allPlaybooks } from "../../../../diagnosis/playbooks/all-playbooks.ts";
import { buildReport } from "../../../../diagnosis/report/build-report.ts";
import { extractSignals } from "../../../../diagnosis/signals/extract-signals.ts";
import { completeSignals, namesQuery, neighboursQuery } from "../../../../diagnosis/signals/resolve-names.ts";
import type { StoredRequest } from "../../../../diagnosis/signals/stored-request.ts";
import type { Unread } from "../../../../domain/activity-catalogue.ts";
import type { Report } from "../../../../domain/contract/report.ts";
import type { Evidence } from "../../../../domain/evidence.ts";
import { type ReadRequest, readKey } from "../../../../domain/read-step.ts";
import { createAzureReader } from "../../../../services/azure/azure-reader.ts";
import { createCredentialSource } from "../../../../services/azure/credentials.ts";
import { readConfig } from "../../../../services/platform/config.ts";
import { startSimulator } from "../../../../simulator/start-simulator.ts";
import type { Tenant } from "./tenant.ts";

interface ScenarioRequest {
  error: string;
  source_code?: { path: string; content: string }[];
  context?: StoredRequest["context"];
}

export interface Scenario {
  request: ScenarioRequest;
  tenant: Tenant;
}

const mostReads = 40;

/** The report on a scenario folder, over the wire of the simulator, after `change` was made to a copy of it. */
export async function diagnoseOverSimulator(
  directory: string,
  change: (scenario: Scenario) => void = () => {},
): Promise<Report> {
  const copy = mkdtempSync(join(tmpdir(), "azebal-scenario-"));
  try {
    cpSync(directory, copy, { recursive: true });
    const scenario = {
      request: readJson<ScenarioRequest>(join(copy, "request.json")),
      tenant: readJson<Tenant>(join(copy, "tenant.json")),
    };
    change(scenario);
    writeFileSync(join(copy, "tenant.json"), JSON.stringify(scenario.tenant));
    return await diagnose(copy, scenario);
  } finally {
    rmSync(copy, { recursive: true });
  }
}

async function diagnose(directory: string, { request: sent, tenant }: Scenario): Promise<Report> {
  // The clock stands still and nothing paces the reads: quotas that refill are for tests of the whole product.
  const simulator = await startSimulator({ scenarioDirectory: directory, elapsedMs: () => 0, quotas: "off" });
  try {
    const config = readConfig({
      AZEBAL_ARM_ENDPOINT: simulator.url,
      AZEBAL_GRAPH_ENDPOINT: simulator.url,
      AZEBAL_LOGS_ENDPOINT: simulator.url,
      AZEBAL_TOKEN_URL: `${simulator.url}/simulator/token`,
    });
    const credentials = createCredentialSource({
      kindOf: () => Promise.resolve("token_endpoint"),
      authorityHost: config.azure.authorityHost,
      ...(config.tokenUrl === undefined ? {} : { tokenUrl: config.tokenUrl }),
    });
    const reader = createAzureReader({ planes: config.azure, credentials });
    const request: StoredRequest = {
      error: sent.error,
      source_code: Object.fromEntries((sent.source_code ?? []).map(({ path, content }) => [path, content])),
      ...(sent.context ? { context: sent.context } : {}),
    };
    const evidence: Evidence[] = [];
    const unread: Unread[] = [];
    const keep = (evidenceId: string, body: JsonValue, rest: Partial<Evidence> = {}) => {
      const text = JSON.stringify(body);
      evidence.push({
        diagnosisId: "d1",
        evidenceId,
        source: "request",
        requestKey: "",
        request: "debug_error",
        status: 200,
        observedAt: tenant.now,
        body: text,
        sha256: createHash("sha256").update(text).digest("hex"),
        complete: true,
        ...rest,
      });
    };
    const make = async (evidenceId: string, read: ReadRequest): Promise<JsonValue | undefined> => {
      const outcome = await reader.read(simulator.principal, read);
      if (!outcome.ok) {
        const { code, message } = outcome.failure;
        unread.push({ stepId: evidenceId, evidenceId, requestKey: readKey(read), code, message });
        return undefined;
      }
      const { source, request: line, query, status, body: answer } = outcome.value;
      const body = status < 400 ? shapeAnswer(answer as JsonValue, read) : (answer as JsonValue);
      keep(evidenceId, body, {
        source,
        requestKey: readKey(read),
        request: line,
        status,
        ...(query === undefined ? {} : { query }),
      });
      return body;
    };

    keep("e0", request as unknown as JsonValue);
    const extracted = extractSignals(request);
    const subscriptions = await make("e2", { kind: "arm", path: "/subscriptions" });
    const byName = namesQuery(extracted);
    const names = byName === undefined ? undefined : await make("e3", byName);
    const beside = neighboursQuery(names, extracted);
    const neighbours = beside === undefined ? undefined : await make("e4", beside);
    const signals = completeSignals(extracted, { now: tenant.now, subscriptions, names, neighbours });
    keep("e1", signals as unknown as JsonValue);
    for (let reads = 0; ; ) {
      const assessment = assess({
        signals,
        evidence,
        unread,
        playbooks: allPlaybooks,
        analyses,
        readsLeft: mostReads - reads,
        nextStep: reads + 1,
      });
      if (assessment.steps.length === 0)
        return buildReport({
          assessment,
          analyses,
          evidence,
          unread,
          signals,
          endedBecause: "settled",
          reads,
          tokens: 0,
          durationMs: 0,
        });
      for (const { evidenceId, request: read } of assessment.steps) await make(evidenceId, read);
      reads += assessment.steps.length;
    }
  } finally {
    await simulator.close();
  }
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, "utf8")) as T;
}
