import type { Unread } from "../../domain/activity-catalogue.ts";
import type { ReadStep } from "../../domain/read-step.ts";
import { createDiagnose } from "../../orchestrations/diagnose.ts";
import { createVerifyFix } from "../../orchestrations/verify-fix.ts";
import {
  type EmulatedInstance,
  type EmulatedRun,
  emulate,
  type ScriptedEnd,
} from "./durable-emulator/durable-emulator.ts";

export const diagnosisInput = {
  diagnosis_id: "dx-0001",
  principal: {
    tenantId: "11111111-1111-4111-8111-111111111111",
    objectId: "22222222-2222-4222-8222-222222222222",
    userPrincipalName: "dev@contoso.example",
  },
  request_ref: "e0",
  build_id: "build-1",
};

export const commonInput = { diagnosisId: diagnosisInput.diagnosis_id, principal: diagnosisInput.principal };

/** A planned ARM read, numbered as its evidence. */
export function armStep(number: number): ReadStep {
  return {
    stepId: `s${number}`,
    evidenceId: `e${number}`,
    title: `Resource ${number}`,
    decides: ["keyvault.firewall-deny"],
    request: { kind: "arm", path: `/subscriptions/0000/resourceGroups/rg-${number}` },
  };
}

const signalsAnswer = {
  ok: true,
  value: { signalsRef: "e1", now: "2026-11-20T08:00:00.000Z", language: "en", resources: 2, reads: 3 },
};
const reportAnswer = {
  ok: true,
  value: {
    reportRef: "dx-0001",
    verdict: "azure",
    rootCause: "keyvault.firewall-deny",
    confidence: "proven",
  },
};

export function planningAnswer(steps: ReadStep[], settled = false) {
  return {
    ok: true,
    value: {
      steps,
      hypotheses: [{ code: "keyvault.firewall-deny", state: settled ? "confirmed" : "open" }],
      settled,
    },
  };
}

export function readAnswer(input: Record<string, unknown>) {
  const step = input["step"] as ReadStep;
  return {
    ok: true,
    value: { evidenceId: step.evidenceId, status: 200, summary: step.title, reused: false },
  };
}

export function failureAnswer(code: string, more: { retryAfterMs?: number } = {}) {
  return { ok: false, failure: { code, message: `${code}: what to do.`, ...more } };
}

/** Ends per activity that differ from the ordinary course; undefined is the ordinary one, `afterMs` alone delays it. */
type Overrides = Partial<
  Record<
    string,
    (input: Record<string, unknown>, attempt: number) => ScriptedEnd | { afterMs: number } | undefined
  >
>;

export interface ScriptedDiagnosis {
  /** The reads that `makePlan` and then each `weigh` plan; after the last, `weigh` says that it is settled. */
  rounds: ReadStep[][];
  overrides?: Overrides;
  events?: EmulatedRun["events"];
  deadlineMinutes?: number;
  signInMinutes?: number;
  /** Runs `verifyFix` of this diagnosis instead. */
  verifies?: string;
  /** `model`: one is asked besides. */
  planner?: "model";
}

/** Runs `diagnose` on the emulator with activities that answer by a script. */
export async function runDiagnosis(script: ScriptedDiagnosis): Promise<EmulatedInstance> {
  return await emulate({
    ...(script.verifies === undefined
      ? { name: "diagnose", handler: createDiagnose(optionsOf(script)) }
      : { name: "verifyFix", handler: createVerifyFix(optionsOf(script)) }),
    instanceId: diagnosisInput.diagnosis_id,
    input: {
      ...diagnosisInput,
      ...(script.planner === undefined ? {} : { planner: script.planner }),
      ...(script.verifies === undefined ? {} : { verifies: script.verifies }),
    },
    startedAt: "2026-11-24T10:00:00.000Z",
    events: script.events ?? [],
    activity: (name, input, attempt) => {
      const end = script.overrides?.[name]?.(input, attempt);
      if (end && ("result" in end || "error" in end)) return end;
      return { ...end, result: ordinaryAnswer(script, name, input) };
    },
  });
}

function optionsOf({ deadlineMinutes = 15, signInMinutes = 30 }: ScriptedDiagnosis) {
  return { deadlineMinutes, signInMinutes };
}

function ordinaryAnswer(script: ScriptedDiagnosis, name: string, input: Record<string, unknown>): unknown {
  switch (name) {
    case "readSignals":
      return signalsAnswer;
    case "makePlan":
      return planningAnswer(script.rounds[0] ?? [], script.rounds.length === 0);
    case "weigh": {
      const next = script.rounds[input["round"] as number];
      return planningAnswer(next ?? [], next === undefined);
    }
    case "askModel":
      return { ok: true, value: { evidenceId: input["evidenceId"], tokens: 1_000, costUsd: 0.01 } };
    case "writeReport":
      return reportAnswer;
    case "writeVerification":
      return { ok: true, value: { ...reportAnswer.value, outcome: "not_fixed" } };
    case "record":
      return { ok: true, value: { recorded: true } };
    default:
      return readAnswer(input);
  }
}

/** The inputs of one activity, in order. */
export function inputsOf(instance: EmulatedInstance, name: string): Record<string, unknown>[] {
  return instance.calls.filter((call) => call.name === name).map((call) => call.input);
}

export function unreadOf(instance: EmulatedInstance): Unread[] {
  return inputsOf(instance, "writeReport")[0]!["unread"] as Unread[];
}
