import type { ProgressEvent } from "../../domain/contract/progress-event.ts";
import type { DiagnosisView } from "../../domain/function-app-api.ts";
import type { Language, LocalText } from "../../domain/language.ts";
import type { DiagnosisRecord } from "../../services/stores/diagnosis-index.ts";
import type { CommandContext } from "../command-context.ts";
import type { DiagnosisState } from "./diagnosis-state.ts";
import { observeDiagnosis } from "./observe-diagnosis.ts";

/** Said where no event has been written that says more. */
const messages = {
  running: { en: "Starting.", ko: "시작하는 중입니다." },
  input_required: { en: "Waiting for an answer.", ko: "답변을 기다리고 있습니다." },
  completed: { en: "Done.", ko: "완료했습니다." },
  failed: { en: "Stopped.", ko: "중단되었습니다." },
  cancelled: { en: "Cancelled.", ko: "취소되었습니다." },
} as const satisfies Record<DiagnosisState["status"], LocalText>;

/** A diagnosis as its owner sees it now, with its report once one is stored. */
export async function viewDiagnosis(
  record: DiagnosisRecord,
  context: CommandContext,
): Promise<DiagnosisView> {
  const { stores, now } = context;
  const state = await observeDiagnosis(record, context);
  const last = await stores.journal.last(record.diagnosisId);
  const report = state.isTerminal ? await stores.reports.get(record.diagnosisId) : undefined;
  const endedAt = state.isTerminal ? (state.updatedAt ?? record.updatedAt) : now();
  return {
    diagnosis_id: record.diagnosisId,
    status: state.status,
    progress: {
      ...counted(state, last),
      message: messageOf(state, last, record.language),
      elapsed_ms: Math.max(0, Date.parse(endedAt) - Date.parse(record.createdAt)),
    },
    ...(state.question === undefined ? {} : { question: state.question }),
    ...(state.failure === undefined ? {} : { failure: state.failure }),
    ...(report === undefined ? {} : { report }),
  };
}

/** The events are written before the orchestration hears of them: whichever counts further is the later one. */
function counted(
  { progress }: DiagnosisState,
  last: ProgressEvent | undefined,
): { done: number; total: number } {
  return {
    done: Math.max(progress?.done ?? 0, last?.done ?? 0),
    total: Math.max(progress?.total ?? 0, last?.total ?? 0),
  };
}

function messageOf(
  { status, isTerminal }: DiagnosisState,
  last: ProgressEvent | undefined,
  language: Language,
): string {
  if (isTerminal && status !== "completed") return messages[status][language];
  return last?.message ?? messages[status][language];
}
