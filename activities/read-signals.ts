import type { ActivityHandler } from "durable-functions";
import type { z } from "zod";
import { readSignals as contract } from "../domain/activity-catalogue.ts";
import { type Evidence, fixedEvidence } from "../domain/evidence.ts";
import { type Failure, failureCodes, type Outcome } from "../domain/failure.ts";
import type { ReadRequest } from "../domain/read-step.ts";
import { type Signals, SignalsSchema } from "../domain/signals.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { type DiagnosisProgress, openProgress } from "./progress/diagnosis-progress.ts";
import { secondsOf } from "./progress/seconds-of.ts";
import { readEvidence } from "./reads/read-evidence.ts";
import { storeSignals } from "./store-signals.ts";
import { readStoredRequest } from "./stored-request.ts";
import { wrapActivity } from "./wrapping/wrap-activity.ts";

type Input = z.output<(typeof contract)["input"]>;
type Output = z.output<(typeof contract)["output"]>;

/**
 * Activity `readSignals`: extracts what the request names, and resolves the names with three reads at most, each stored
 * as fixed evidence: the subscriptions (e2), what carries a name of the request (e3), what stands beside that (e4). The
 * signals themselves become e1. Azure's clock is the Date of the first answer.
 *
 * Without the subscriptions there are no signals: that failure is the activity's. A refused query leaves signals without
 * the resources it would have found.
 */
export function readSignals(dependencies: ActivityDependencies): ActivityHandler {
  return wrapActivity(contract, dependencies, (input) => run(dependencies, input));
}

async function run(dependencies: ActivityDependencies, input: Input): Promise<Output> {
  const { diagnosisId, stepId } = input;
  dependencies.prepareToThink?.();
  const { request } = await readStoredRequest(dependencies, diagnosisId, input.requestRef);
  const diagnosis = await dependencies.diagnosis();
  const extracted = diagnosis.extractSignals(request);
  const journal = await openProgress(dependencies, diagnosisId, extracted.language);
  await journal.note(stepId, "started", journal.texts.lookingAround());

  const read = fixedReads(dependencies, input, journal);
  const subscriptions = await read("subscriptions", { kind: "arm", path: "/subscriptions" });
  if (!subscriptions.ok) return subscriptions;
  const named = {
    ...extracted,
    language: journal.language,
    ...(input.verifies === undefined ? {} : await seenBefore(dependencies, input.verifies)),
  };
  const names = await read("names", diagnosis.namesQuery(named));
  if (isToWaitOrSignIn(names)) return names;
  const neighbours = await read("neighbours", diagnosis.neighboursQuery(bodyOf(names), named));
  if (isToWaitOrSignIn(neighbours)) return neighbours;

  const signals: Signals = diagnosis.completeSignals(named, {
    now: subscriptions.value.observedAt,
    subscriptions: bodyOf(subscriptions),
    names: bodyOf(names),
    neighbours: bodyOf(neighbours),
  });
  const stored = SignalsSchema.parse(
    JSON.parse((await storeSignals(dependencies, diagnosisId, signals)).body),
  );
  const { resources, visibleSubscriptions, now, language } = stored;
  await journal.note(
    stepId,
    "read",
    journal.texts.foundResources(resources.length, visibleSubscriptions.length),
  );
  const reads = [subscriptions, names, neighbours].filter((one) => one?.ok).length;
  return {
    ok: true,
    value: { signalsRef: fixedEvidence.signals, now, language, resources: resources.length, reads },
  };
}

/** A verification looks at the very past that was looked at before: when the failure was seen does not change. */
async function seenBefore(
  { stores }: ActivityDependencies,
  verifies: string,
): Promise<{ observedAt?: string }> {
  const stored = await stores.evidence.get(verifies, fixedEvidence.signals);
  return stored === undefined ? {} : { observedAt: SignalsSchema.parse(JSON.parse(stored.body)).observedAt };
}

type FixedAnswer = Outcome<Evidence>;
type FixedRead = "subscriptions" | "names" | "neighbours";

/** Makes the fixed reads; undefined where there is nothing to ask. A wait that Azure asks for is told in the journal. */
function fixedReads(
  dependencies: ActivityDependencies,
  { diagnosisId, principal, stepId, verifies }: Input,
  { texts, note }: DiagnosisProgress,
) {
  async function read(which: FixedRead, request: ReadRequest): Promise<FixedAnswer>;
  async function read(which: FixedRead, request: ReadRequest | undefined): Promise<FixedAnswer | undefined>;
  async function read(which: FixedRead, request: ReadRequest | undefined): Promise<FixedAnswer | undefined> {
    if (!request) return undefined;
    const evidenceId = fixedEvidence[which];
    const fresh = verifies !== undefined;
    const answer = await readEvidence(dependencies, { diagnosisId, evidenceId, principal, request, fresh });
    if (answer.ok) return { ok: true, value: answer.evidence };
    const { code, retryAfterMs } = answer.failure;
    if (code === failureCodes.throttled)
      await note(`${stepId} ${which}`, "waiting", texts.waiting(texts[which], secondsOf(retryAfterMs)));
    if (code === failureCodes.signInRequired)
      await note(`${stepId} ${which} sign-in`, "waiting", texts.signInRequired(texts[which]));
    return answer;
  }
  return read;
}

function bodyOf(answer: FixedAnswer | undefined): unknown {
  return answer?.ok ? JSON.parse(answer.value.body) : undefined;
}

/** Failures that the orchestration must hear of; what Azure merely refuses leaves signals with less in them. */
function isToWaitOrSignIn(answer: FixedAnswer | undefined): answer is { ok: false; failure: Failure } {
  const codes: string[] = [failureCodes.throttled, failureCodes.signInRequired, failureCodes.cancelled];
  return answer?.ok === false && codes.includes(answer.failure.code);
}
