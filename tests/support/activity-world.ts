import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvocationContext } from "@azure/functions";
import { onTestFinished } from "vitest";
import type { ActivityDependencies, ModelDependencies } from "../../activities/dependencies.ts";
import type { Diagnosis } from "../../activities/load-diagnosis.ts";
import { sha256 } from "../../activities/reads/read-evidence.ts";
import { activities } from "../../activities/register-activities.ts";
import { thinkHere } from "../../activities/thinking/think-here.ts";
import type { Thinking } from "../../activities/thinking/thinking.ts";
import type { ActivityName } from "../../domain/activity-catalogue.ts";
import type { Outcome } from "../../domain/failure.ts";
import type { Language } from "../../domain/language.ts";
import { type ReadRequest, readKey } from "../../domain/read-step.ts";
import type { AzureAnswer } from "../../services/azure/reading/azure-answer.ts";
import { createLogger } from "../../services/platform/logging.ts";
import { createTracing, type FinishedSpan } from "../../services/platform/tracing.ts";
import { openStores } from "../../services/stores/open-stores.ts";
import { commonInput } from "./scripted-diagnosis.ts";
import { testPlaybooks } from "./test-playbooks.ts";

/** What the scripted Azure says to one read: an outcome, or an error that the reader throws. */
export type ScriptedAnswer = Outcome<AzureAnswer> | Error;

/** The function app's request that started the diagnosis, in the trace of the tool call. */
export const startedBy = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

/** A trace that a host of its own accord begins. */
export const hostTrace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

/** Azure's clock in these tests, years away from the machine's. */
export const azureNow = "2031-03-04T05:06:07.000Z";

export function answerOf(
  request: ReadRequest,
  body: unknown,
  more: Partial<AzureAnswer> = {},
): Outcome<AzureAnswer> {
  return {
    ok: true,
    value: {
      source: request.kind === "resource_graph" ? "resource_graph" : "arm",
      request:
        "path" in request
          ? `GET ${request.path}?api-version=2022-12-01`
          : "POST /providers/Microsoft.ResourceGraph/resources",
      ...("query" in request && typeof request.query === "string" ? { query: request.query } : {}),
      status: 200,
      requestId: "11111111-aaaa-4aaa-8aaa-111111111111",
      observedAt: azureNow,
      body,
      complete: true,
      ...more,
    },
  };
}

export interface ActivityWorld {
  stores: ActivityDependencies["stores"];
  /** Every read that reached the scripted Azure, by its key. */
  reads: string[];
  /** Those of them for which no answer of a moment ago would do. */
  freshReads: string[];
  /** The log, one parsed line each. */
  log: Record<string, unknown>[];
  /** What was traced, in the order of its end. */
  spans: FinishedSpan[];
  /** Runs an activity; `traceContext` is what the host says of the trace. */
  run: (
    name: ActivityName,
    input: Record<string, unknown>,
    traceContext?: { traceParent?: string },
  ) => Promise<unknown>;
  /** The journal as [step, phase, message, done, total]. */
  journal: () => Promise<[string, string, string, number, number][]>;
  putRequest: (request: Record<string, unknown>, diagnosisId?: string) => Promise<void>;
  claim: (language: Language, claimed?: { traceparent?: string }) => Promise<void>;
}

export interface WorldOptions {
  azure?: (request: ReadRequest, key: string) => ScriptedAnswer;
  diagnosis?: Partial<Diagnosis>;
  /** With the pure rooms above where absent. */
  thinking?: Thinking;
  model?: ModelDependencies;
}

/** Activities over real SQLite stores in a folder of their own, and an Azure that answers by a script. */
export async function openActivityWorld(options: WorldOptions = {}): Promise<ActivityWorld> {
  const directory = mkdtempSync(join(tmpdir(), "azebal-activities-"));
  const stores = openStores({ directory });
  onTestFinished(async () => {
    await stores.close();
    rmSync(directory, { recursive: true });
  });
  const reads: string[] = [];
  const freshReads: string[] = [];
  const log: Record<string, unknown>[] = [];
  const spans: FinishedSpan[] = [];
  const rooms = async () => ({ ...(await pureRooms()), ...options.diagnosis });
  const dependencies: ActivityDependencies = {
    stores,
    reader: {
      async read(_principal, request, _signal, _diagnosisId, given) {
        const key = readKey(request);
        reads.push(key);
        if (given?.fresh === true) freshReads.push(key);
        const answer = options.azure?.(request, key) ?? answerOf(request, { value: [] });
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
    diagnosis: rooms,
    thinking: options.thinking ?? thinkHere(rooms),
    ...(options.model === undefined ? {} : { model: options.model }),
    now: () => "2026-11-24T10:00:00.000Z",
    log: createLogger({
      level: "debug",
      write: (line) => log.push(JSON.parse(line) as Record<string, unknown>),
      now: () => "2026-11-24T10:00:00.000Z",
    }),
    tracing: createTracing({ send: (span) => spans.push(span), close: async () => {} }),
  };
  return {
    stores,
    reads,
    freshReads,
    log,
    spans,
    async run(name, input, traceContext = { traceParent: hostTrace }) {
      const context = new InvocationContext({ functionName: name, traceContext });
      return await activities[name](dependencies)(input, context);
    },
    async journal() {
      const events = await stores.journal.read(commonInput.diagnosisId, 0, 1_000);
      return events.map(({ stepId, phase, message, done, total }) => [stepId, phase, message, done, total]);
    },
    async putRequest(request, diagnosisId = commonInput.diagnosisId) {
      const body = JSON.stringify(request);
      await stores.evidence.put({
        diagnosisId,
        evidenceId: "e0",
        source: "request",
        requestKey: "",
        request: "request",
        status: 0,
        observedAt: "2026-11-24T09:59:59.000Z",
        body,
        sha256: sha256(body),
        complete: true,
      });
    },
    async claim(language, claimed = { traceparent: startedBy }) {
      await stores.diagnoses.claim({
        ...commonInput,
        requestHash: "hash",
        title: "Error",
        language,
        createdAt: "2026-11-24T09:59:59.000Z",
        ...claimed,
      });
    },
  };
}

/** The pure rooms with playbooks of the tests' own. */
async function pureRooms(): Promise<Diagnosis> {
  const [
    { extractSignals },
    names,
    { shapeAnswer },
    { assessWithSupplied },
    { tellApart },
    { summaryOf },
    report,
    verification,
  ] = await Promise.all([
    import("../../diagnosis/signals/extract-signals.ts"),
    import("../../diagnosis/signals/resolve-names.ts"),
    import("../../domain/evidence-shape.ts"),
    import("../../diagnosis/supplied/assess-with-supplied.ts"),
    import("../../diagnosis/told-apart.ts"),
    import("../../diagnosis/assessment/hypothesis.ts"),
    import("../../diagnosis/report/build-report.ts"),
    import("../../diagnosis/verification/build-verification.ts"),
  ]);
  const { namesQuery, neighboursQuery, completeSignals } = names;
  return {
    extractSignals,
    namesQuery,
    neighboursQuery,
    completeSignals,
    shapeAnswer,
    assessWithSupplied,
    tellApart,
    summaryOf,
    buildReport: report.buildReport,
    buildVerification: verification.buildVerification,
    playbooks: testPlaybooks,
    analyses: {},
  };
}
