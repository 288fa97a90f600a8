import { limits } from "../../domain/limits.ts";
import type { CallPort, Question } from "../call-port.ts";
import type { DiagnosisApi } from "../function-app/diagnosis-api.ts";

/** Asks the developer in the IDE, while the diagnosis goes on being followed. */
export interface QuestionDialog {
  /**
   * Puts a question that was not put before. Answers false where it cannot be asked here: the client shows no forms, or
   * its user declined. The question then stands in the envelope.
   */
  put(question: Question): boolean;
  isAnswered(questionId: string): boolean;
  /** Takes back a form that is still open. */
  end(): void;
}

/**
 * @param onDeclined  called once when an open form brings no answer: declined, closed, failed.
 * @param onFailure   called when an answer was given and the function app did not take it.
 */
export function createQuestionDialog(
  ask: CallPort["ask"],
  answer: (...parameters: Parameters<DiagnosisApi["answer"]>) => Promise<unknown>,
  diagnosisId: string,
  { onDeclined, onFailure }: { onDeclined: () => void; onFailure: (error: unknown) => void },
): QuestionDialog {
  const put = new Set<string>();
  const answered = new Set<string>();
  const declined = new Set<string>();
  /** The form on the user's screen; undefined as soon as it is closed, since taking it back then would only make noise. */
  let open: AbortController | undefined;

  async function converse(question: Question, show: NonNullable<CallPort["ask"]>): Promise<void> {
    const form = new AbortController();
    open = form;
    const text = await show(question, form.signal).catch(() => undefined);
    if (form.signal.aborted) return;
    open = undefined;
    const reply = text?.trim().slice(0, limits.answerCharacters);
    if (!reply) {
      declined.add(question.id);
      onDeclined();
      return;
    }
    answered.add(question.id);
    await answer(diagnosisId, question.id, reply).catch(onFailure);
  }

  return {
    put(question) {
      if (!ask || declined.has(question.id)) return false;
      if (put.has(question.id)) return true;
      put.add(question.id);
      void converse(question, ask);
      return true;
    },
    isAnswered: (questionId) => answered.has(questionId),
    end: () => open?.abort(),
  };
}
