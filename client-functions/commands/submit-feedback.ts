import type { HttpRequest } from "@azure/functions";
import type { Report } from "../../domain/contract/report.ts";
import { type FeedbackRequest, FeedbackRequestSchema } from "../../domain/function-app-api.ts";
import { redactText } from "../../domain/redaction/redact-text.ts";
import { isRootCause, unknownCause } from "../../domain/root-causes.ts";
import type { NewFeedback } from "../../services/stores/feedback.ts";
import type { CommandContext } from "../command-context.ts";
import { feedbackId } from "../feedback/feedback-id.ts";
import { actionsTaken, howItWasDiagnosed } from "../feedback/report-in-words.ts";
import type { Answer } from "../http/answer-request.ts";
import { ApiRefusalError, invalidInput } from "../http/api-refusal-error.ts";
import { parseBody } from "../http/parse-input.ts";
import { observeDiagnosis } from "../state/observe-diagnosis.ts";
import { ownDiagnosis } from "./own-diagnosis.ts";

const thanks = {
  right: {
    en: "Noted: the report was right. Support sees it.",
    ko: "기록했습니다: 보고서가 맞았습니다. 지원 담당자가 확인합니다.",
  },
  wrong: {
    en: "Noted: the report was wrong. Support reviews it, and can make a test case of it without your names.",
    ko: "기록했습니다: 보고서가 틀렸습니다. 지원 담당자가 검토하며, 이름을 모두 가린 시험 사례로 만들 수 있습니다.",
  },
  known: {
    en: "This was noted before; nothing has changed.",
    ko: "이미 기록된 내용입니다. 바뀐 것은 없습니다.",
  },
} as const;

/**
 * `POST /api/diagnoses/{id}/feedback`: notes for support whether the report was right. The same said again is the same row; a
 * correction follows as a row of its own, so that what support has reviewed never changes under it, and supersedes what nobody
 * has reviewed.
 *
 * @throws ApiRefusalError 400, 404, 409 (it has no report, or not yet), 413, 503
 */
export async function submitFeedback(
  diagnosisId: string,
  request: Pick<HttpRequest, "headers" | "body">,
  context: CommandContext,
): Promise<Answer> {
  const said = redacted(await parseBody(FeedbackRequestSchema, request));
  const record = await ownDiagnosis(diagnosisId, context);
  const { feedback, reports } = context.stores;
  const state = await observeDiagnosis(record, context);
  const report = state.isTerminal ? await reports.get(diagnosisId) : undefined;
  if (report === undefined) throw nothingToJudge(state.isTerminal);
  const rootCause = causeOf(said, report.root_cause.code);
  const id = feedbackId(context.principal, diagnosisId, { ...said, root_cause: rootCause });
  const before = await feedback.get(id);
  const stored = await feedback.insert({
    id,
    ...personOf(context),
    diagnosisId,
    verdict: said.verdict,
    reportedCause: report.root_cause.code,
    errorSummary: record.title,
    ...inWords(report, said.verdict),
    rootCause,
    ...(said.comment === undefined ? {} : { comment: said.comment }),
    createdAt: context.now(),
  });
  const isKnown = before !== undefined && before.status === stored.status;
  const message = thanks[isKnown ? "known" : said.verdict][record.language];
  return { status: 200, body: { feedback_id: stored.id, status: stored.status, message } };
}

/** Before anything is made of it, even a digest. */
function redacted({ verdict, root_cause, comment }: FeedbackRequest): FeedbackRequest {
  return {
    verdict,
    ...(root_cause === undefined ? {} : { root_cause: redactText(root_cause) }),
    ...(comment === undefined ? {} : { comment: redactText(comment) }),
  };
}

function personOf({
  principal,
}: CommandContext): Pick<NewFeedback, "userPrincipalName" | "tenantId" | "objectId"> {
  const { userPrincipalName, tenantId, objectId } = principal;
  return { userPrincipalName, tenantId, objectId };
}

/** Of a wrong report nobody knows yet what would have helped. */
function inWords(report: Report, verdict: FeedbackRequest["verdict"]) {
  return {
    debuggingProcess: howItWasDiagnosed(report),
    solution: verdict === "right" ? actionsTaken(report) : "",
  };
}

/** A code of the vocabulary however it is written; else the words that were given. */
function causeOf({ verdict, root_cause: given }: FeedbackRequest, reported: string): string {
  const text = given?.trim() ?? "";
  const code = text.toLowerCase().replaceAll("`", "");
  const cause = isRootCause(code) ? code : text;
  if (verdict === "right" && cause !== "" && cause !== reported)
    throw invalidInput(
      `root_cause: a report that was right named ${reported}. Leave root_cause out, or send verdict wrong.`,
    );
  if (verdict === "wrong" && cause === reported && reported !== unknownCause)
    throw invalidInput(
      `root_cause: ${reported} is what the report names. Send what it really was, leave root_cause out, or send verdict right.`,
    );
  if (verdict === "right") return reported;
  return cause === "" ? unknownCause : cause;
}

function nothingToJudge(hasEnded: boolean): ApiRefusalError {
  return hasEnded
    ? new ApiRefusalError(409, "NothingToJudge", "This diagnosis ended without a report.")
    : new ApiRefusalError(409, "DiagnosisRunning", "This diagnosis has no report yet.");
}
