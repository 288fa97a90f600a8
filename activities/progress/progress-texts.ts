import type { VerificationOutcome } from "../../domain/contract/verification.ts";
import type { Language } from "../../domain/language.ts";

export interface PlannedRead {
  readonly title: string;
  /** Codes of root causes. */
  readonly decides: readonly string[];
}

/** What a journal line says, in the diagnosis's language. `title` names the read as the plan does. */
export interface ProgressTexts {
  lookingAround(): string;
  /** Titles of the reads that every diagnosis makes. */
  subscriptions: string;
  names: string;
  neighbours: string;
  foundResources(resources: number, subscriptions: number): string;
  /** The plan of a round: each read, with the causes that its answer can confirm or refute. */
  planned(causes: number, reads: readonly PlannedRead[]): string;
  reading(title: string): string;
  read(title: string, status: number): string;
  denied(title: string, status: number): string;
  absent(title: string, status: number): string;
  failed(title: string, why: string): string;
  tryingAgain(title: string, attempt: number, maxAttempts: number): string;
  waiting(title: string, seconds: number): string;
  signInRequired(title: string): string;
  confirmed(cause: string): string;
  refuted(cause: string): string;
  reported(cause: string): string;
  askingModel(model: string): string;
  modelPlanned(causes: number, reads: number): string;
  modelExplained(): string;
  modelAsksToWait(seconds: number): string;
  modelNotHeard(code: string): string;
  /** How a verification ended. */
  verified: Readonly<Record<VerificationOutcome, string>>;
}

const english: ProgressTexts = {
  lookingAround: () => "Looking up in Azure what the error names",
  subscriptions: "your subscriptions",
  names: "the resources that the error names",
  neighbours: "what stands beside those resources",
  foundResources: (resources, subscriptions) =>
    `Found ${counted(resources, "resource")} in ${counted(subscriptions, "subscription")}`,
  planned: (causes, reads) =>
    `${counted(causes, "possible cause")}; ${counted(reads.length, "read")} to tell them apart${listed(reads)}`,
  reading: (title) => `Reading ${title}`,
  read: (title, status) => `Read ${title} (HTTP ${status})`,
  denied: (title, status) => `Not allowed to read ${title} (HTTP ${status}); the report names the permission`,
  absent: (title, status) => `Does not exist: ${title} (HTTP ${status})`,
  failed: (title, why) => `Could not read ${title}: ${why}`,
  tryingAgain: (title, attempt, maxAttempts) =>
    `Azure did not answer (attempt ${attempt} of ${maxAttempts}), trying again: ${title}`,
  waiting: (title, seconds) => `Azure asks to wait ${seconds} s: ${title}`,
  signInRequired: (title) => `Your sign-in no longer holds; sign in again to go on: ${title}`,
  confirmed: (cause) => `Confirmed: ${cause}`,
  refuted: (cause) => `Ruled out: ${cause}`,
  reported: (cause) => `Report written: ${cause}`,
  askingModel: (model) => `Asking the model ${model}`,
  modelPlanned: (causes, reads) =>
    causes + reads === 0
      ? "The model has nothing to add"
      : `The model proposes ${counted(causes, "further cause")} and ${counted(reads, "read")}; they are checked like all others`,
  modelExplained: () => "The model has put the verdict into words",
  modelAsksToWait: (seconds) => `The model asks to wait ${seconds} s`,
  modelNotHeard: (code) => `The model was not heard (${code}); the playbooks go on`,
  verified: {
    fixed: "Verified: the cause is gone",
    not_fixed: "Verified: the cause still holds",
    changed_otherwise: "Verified: the cause is gone, and another one stands in the way",
    undecided: "Verified: only a new call can tell whether it is fixed",
  },
};

const korean: ProgressTexts = {
  lookingAround: () => "오류에 나온 이름을 Azure에서 찾는 중",
  subscriptions: "구독 목록",
  names: "오류에 나온 리소스",
  neighbours: "그 리소스와 같은 그룹에 있는 리소스",
  foundResources: (resources, subscriptions) => `구독 ${subscriptions}개에서 리소스 ${resources}개를 찾음`,
  planned: (causes, reads) => `가능한 원인 ${causes}개, 가려내기 위해 ${reads.length}번 읽음${listed(reads)}`,
  reading: (title) => `읽는 중: ${title}`,
  read: (title, status) => `읽음: ${title} (HTTP ${status})`,
  denied: (title, status) => `읽을 권한이 없음: ${title} (HTTP ${status}). 필요한 권한은 보고서에 나옵니다`,
  absent: (title, status) => `존재하지 않음: ${title} (HTTP ${status})`,
  failed: (title, why) => `읽지 못함: ${title} (${why})`,
  tryingAgain: (title, attempt, maxAttempts) =>
    `Azure가 응답하지 않아 다시 시도함 (${maxAttempts}회 중 ${attempt}회): ${title}`,
  waiting: (title, seconds) => `Azure가 ${seconds}초 기다리라고 함: ${title}`,
  signInRequired: (title) => `로그인이 더 이상 유효하지 않음. 계속하려면 다시 로그인하세요: ${title}`,
  confirmed: (cause) => `확인됨: ${cause}`,
  refuted: (cause) => `배제됨: ${cause}`,
  reported: (cause) => `보고서 작성됨: ${cause}`,
  askingModel: (model) => `모델 ${model}에 물어보는 중`,
  modelPlanned: (causes, reads) =>
    causes + reads === 0
      ? "모델이 덧붙일 것이 없음"
      : `모델이 원인 ${causes}개와 읽기 ${reads}번을 더 제안함. 모두 똑같이 점검합니다`,
  modelExplained: () => "모델이 결론을 문장으로 정리함",
  modelAsksToWait: (seconds) => `모델이 ${seconds}초 기다리라고 함`,
  modelNotHeard: (code) => `모델의 응답을 받지 못함(${code}). 플레이북으로 계속합니다`,
  verified: {
    fixed: "확인 결과: 원인이 사라짐",
    not_fixed: "확인 결과: 원인이 그대로 있음",
    changed_otherwise: "확인 결과: 원인은 사라졌으나 다른 원인이 있음",
    undecided: "확인 결과: 해결 여부는 새 호출로만 알 수 있음",
  },
};

export const progressTexts: Readonly<Record<Language, ProgressTexts>> = { en: english, ko: korean };

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** A read may decide many causes: the first is named, the others are counted. */
function listed(reads: readonly PlannedRead[]): string {
  const items = reads.map(({ title, decides: [first, ...others] }) => {
    const more = others.length === 0 ? "" : ` +${others.length}`;
    return `${title} [${first}${more}]`;
  });
  return items.length === 0 ? "" : `: ${items.join("; ")}`;
}
