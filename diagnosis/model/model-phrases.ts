import type { Language } from "../../domain/language.ts";

interface ModelPhrases {
  suspects(title: string): string;
  /** @param evidenceId  where the answer is, once it was read. */
  settledBy(read: string, evidenceId: string | undefined): string;
  proposed: string;
  /** @param isHeard  true where another call of it was answered. */
  notHeard(codes: string, isHeard: boolean): string;
}

/** What the report says of a model, in the reader's language. */
export const modelPhrases: Readonly<Record<Language, ModelPhrases>> = {
  en: {
    suspects: (title) => `Only the model suspects: ${title}`,
    settledBy: (read, evidenceId) =>
      evidenceId === undefined
        ? `This read would settle it: ${read}`
        : `This read may settle it, and is stored as ${evidenceId}: ${read}`,
    proposed:
      "Nothing in the request itself points at this cause: the model proposed it, and its checks hold",
    notHeard: (codes, isHeard) =>
      isHeard
        ? `The model did not answer every time (${codes}); the playbooks went on without it`
        : `The model was not heard (${codes}); this report rests on the playbooks alone`,
  },
  ko: {
    suspects: (title) => `모델만의 추정: ${title}`,
    settledBy: (read, evidenceId) =>
      evidenceId === undefined
        ? `다음을 읽으면 판가름 납니다: ${read}`
        : `다음 읽기로 판가름 날 수 있으며 결과는 ${evidenceId}에 있습니다: ${read}`,
    proposed: "요청 자체에는 이 원인을 가리키는 것이 없습니다. 모델이 제안했고 점검 결과와 일치합니다",
    notHeard: (codes, isHeard) =>
      isHeard
        ? `모델이 일부 호출에 응답하지 않아(${codes}) 플레이북만으로 진행했습니다`
        : `모델의 응답을 받지 못했습니다(${codes}). 이 보고서는 플레이북만으로 작성되었습니다`,
  },
};
