import type { HttpRequest } from "@azure/functions";
import { eventNames } from "../../domain/diagnosis.ts";
import { AnswerRequestSchema } from "../../domain/function-app-api.ts";
import { limits } from "../../domain/limits.ts";
import { redactText } from "../../domain/redaction/redact-text.ts";
import type { CommandContext } from "../command-context.ts";
import type { Answer } from "../http/answer-request.ts";
import { ApiRefusalError, tooLarge } from "../http/api-refusal-error.ts";
import { parseBody } from "../http/parse-input.ts";
import { viewDiagnosis } from "../state/diagnosis-view.ts";
import { observeDiagnosis } from "../state/observe-diagnosis.ts";
import { ownDiagnosis } from "./own-diagnosis.ts";
import { supplyEvidence } from "./supply-evidence.ts";

/**
 * `POST /api/diagnoses/{id}/answers`: hands the redacted answer to the question that is open; of a diagnosis that has ended it
 * is the output that a gap asks for, and what is answered is the diagnosis that goes on with it.
 *
 * @throws ApiRefusalError 400, 404, 409 (no such question is open, no gap asks this), 413, 503
 */
export async function answerQuestion(
  diagnosisId: string,
  request: Pick<HttpRequest, "headers" | "body">,
  context: CommandContext,
): Promise<Answer> {
  const { question_id, answer } = await parseBody(AnswerRequestSchema, request);
  if (answer.length > limits.answerCharacters) {
    throw tooLarge(
      `answer: ${answer.length} characters; at most ${limits.answerCharacters}. Send a shorter answer.`,
    );
  }
  const record = await ownDiagnosis(diagnosisId, context);
  const state = await observeDiagnosis(record, context);
  if (state.isTerminal) {
    const next = await supplyEvidence(record, { questionId: question_id, text: answer }, context);
    return { status: 200, body: await viewDiagnosis(next, context) };
  }
  if (state.question?.id !== question_id) {
    throw new ApiRefusalError(
      409,
      "QuestionNotOpen",
      "question_id: this question is not open (any more). Look at the diagnosis to see what it waits for.",
    );
  }
  await context.engine.raise(diagnosisId, eventNames.answer, { question_id, answer: redactText(answer) });
  return { status: 200, body: await viewDiagnosis(record, context) };
}
