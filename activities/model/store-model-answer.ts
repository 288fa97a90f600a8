import type { Evidence } from "../../domain/evidence.ts";
import type { StoredModelAnswer } from "../../domain/model/model-plan.ts";
import { redactJson } from "../../domain/redaction/redact-json.ts";
import type { ActivityDependencies } from "../dependencies.ts";
import { sha256 } from "../reads/read-evidence.ts";
import type { AskInput } from "./ask-model.ts";

/** Keeps what a model said, redacted, for its diagnosis and for whoever replays it. First write wins. @returns what is stored. */
export async function storeModelAnswer(
  { stores, now }: Pick<ActivityDependencies, "stores" | "now">,
  { diagnosisId, evidenceId }: AskInput,
  answer: StoredModelAnswer,
): Promise<Evidence> {
  const body = JSON.stringify(redactJson(answer));
  return await stores.evidence.put({
    diagnosisId,
    evidenceId,
    source: "model",
    requestKey: "",
    request: `model.${answer.purpose}`,
    status: 200,
    observedAt: now(),
    body,
    sha256: sha256(body),
    complete: true,
  });
}
