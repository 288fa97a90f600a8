import type { DiagnosisStatus, Envelope } from "../../domain/contract/envelope.ts";
import type { DiagnosisView } from "../../domain/function-app-api.ts";
import { limits } from "../../domain/limits.ts";
import { envelopeOf } from "../answers/envelope-answer.ts";
import type { ToolCall } from "../catalogue/tool-definition.ts";
import { isPassing } from "../function-app/function-app-errors.ts";
import { createProgressReporter } from "./progress-reporter.ts";
import { createQuestionDialog } from "./question-dialog.ts";

export interface Observation {
  /** The soft budget, in milliseconds from the start of the call; 0 looks once. */
  budgetMs: number;
  /** True where this call started the diagnosis or moved it on: then it is known to run, even if nobody answers now. */
  began?: boolean;
  /** A question that this very call answered: the diagnosis may still show it for a moment. */
  answeredQuestion?: string;
}

/** The caller's own budget, else what its client can bear: much where it sees progress, little where it sees none. */
export function budgetMs(waitSeconds: number | undefined, { port }: Pick<ToolCall, "port">): number {
  const byDefault = port.notifyProgress ? limits.waitSecondsWithProgress : limits.waitSecondsDefault;
  return (waitSeconds ?? byDefault) * 1_000;
}

/**
 * Follows a diagnosis until it ends, needs an answer that this client cannot give here, or the soft budget is over; says
 * meanwhile what it does. Nothing here ever stops a diagnosis: whoever leaves just stops looking.
 *
 * @returns the envelope as it stands then; `running` with `next` when the budget ended.
 * @throws the call's abort reason when the client left, and what the function app's errors say.
 */
export async function observeDiagnosis(
  call: ToolCall,
  diagnosisId: string,
  { budgetMs: wholeBudgetMs, began = false, answeredQuestion }: Observation,
): Promise<Envelope> {
  const observer = new Observer(call, diagnosisId, answeredQuestion);
  const leftMs = call.startedAtMs + wholeBudgetMs - call.clock.now();
  const seen = leftMs > 0 ? await observer.follow(leftMs) : false;
  call.port.signal.throwIfAborted();
  try {
    return envelopeOf(observer.asAnswered(await call.api.view(diagnosisId, call.port.signal)));
  } catch (error) {
    if (!isPassing(error) || !(began || seen)) throw error;
    return envelopeOf(unansweredView(diagnosisId, call.clock.now() - call.startedAtMs));
  }
}

class Observer {
  readonly #call: ToolCall;
  readonly #diagnosisId: string;
  readonly #answeredQuestion: string | undefined;
  readonly #enough = new AbortController();
  readonly #dialog;
  #answerFailure: unknown;

  constructor(call: ToolCall, diagnosisId: string, answeredQuestion: string | undefined) {
    this.#call = call;
    this.#diagnosisId = diagnosisId;
    this.#answeredQuestion = answeredQuestion;
    this.#dialog = createQuestionDialog(call.port.ask, call.api.answer, diagnosisId, {
      onDeclined: () => this.#enough.abort(),
      onFailure: (error) => {
        this.#answerFailure = error;
        this.#enough.abort();
      },
    });
  }

  /** Answers true where the function app was heard of at least once. */
  async follow(budgetMs: number): Promise<boolean> {
    const { port, clock, feed, startedAtMs } = this.#call;
    const { notifyProgress } = port;
    const reporter = notifyProgress && createProgressReporter(notifyProgress, clock, startedAtMs);
    const cancelBudget = clock.schedule(budgetMs, () => this.#enough.abort());
    const until = AbortSignal.any([port.signal, port.hurry, this.#enough.signal]);
    let seen = false;
    try {
      for await (const batch of feed.followProgress(this.#diagnosisId, 0, until)) {
        seen = true;
        for (const event of batch.events) reporter?.event(event);
        if (batch.ended || (await this.#mustLeave(batch.status, until))) break;
      }
    } catch (error) {
      if (!until.aborted && !(seen && isPassing(error))) throw error;
    } finally {
      cancelBudget();
      this.#dialog.end();
      await reporter?.end();
    }
    if (this.#answerFailure !== undefined) throw this.#answerFailure;
    return seen;
  }

  /** The view as it is for this caller: a question that is already answered is no question. */
  asAnswered(view: DiagnosisView): DiagnosisView {
    if (view.status !== "input_required" || !view.question || !this.#isAnswered(view.question.id))
      return view;
    const { question: _, ...rest } = view;
    return { ...rest, status: "running" };
  }

  async #mustLeave(status: DiagnosisStatus, signal: AbortSignal): Promise<boolean> {
    if (status !== "input_required") return false;
    const { failure, question } = await this.#call.api.view(this.#diagnosisId, signal);
    // Only the developer can go on: nothing will come before.
    if (failure) return true;
    if (!question || this.#isAnswered(question.id)) return false;
    return !this.#dialog.put(question);
  }

  #isAnswered(questionId: string): boolean {
    return questionId === this.#answeredQuestion || this.#dialog.isAnswered(questionId);
  }
}

function unansweredView(diagnosisId: string, elapsedMs: number): DiagnosisView {
  return {
    diagnosis_id: diagnosisId,
    status: "running",
    progress: {
      done: 0,
      total: 0,
      message: "The function app does not answer at the moment; the diagnosis goes on when it is back.",
      elapsed_ms: elapsedMs,
    },
  };
}
