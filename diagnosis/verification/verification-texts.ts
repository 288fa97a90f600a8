import type { Language } from "../../domain/language.ts";
import type { Doubt } from "./fate-of.ts";

type Reason = Doubt | "ended";

/** What a verification says, in sentences. `title` is the cause as the report names it. */
export interface VerificationTexts {
  fixed(title: string): string;
  notFixed(title: string, somethingChanged: boolean): string;
  changedOtherwise(title: string, next: string): string;
  /** Before a doubt about another cause than the root cause. */
  gone(title: string): string;
  /** Of a cause that shows now and did not then: nobody knows whether it is at work. */
  doubts: Readonly<Record<Reason, (title: string) => string>>;
  /** The root cause's title where there is none. */
  titles: { readonly fixed: (title: string) => string; readonly undecided: (title: string) => string };
}

const callEn = "run the failing call again, and if it still fails, send the new error to debug_error.";
const callKo = "실패한 호출을 다시 실행하고, 그래도 실패하면 새 오류를 debug_error에 보내세요.";

const english: VerificationTexts = {
  fixed: (title) =>
    `The cause is gone: ${title}. Azure says otherwise now, and no other cause shows. Run the failing call again. A change of roles, network rules or DNS can take some minutes until every part of Azure knows it.`,
  notFixed: (title, somethingChanged) =>
    somethingChanged
      ? `Something has changed, but the cause still holds: ${title}.`
      : `Nothing has changed that the cause rests on, and it still holds: ${title}.`,
  changedOtherwise: (title, next) => `The cause is gone: ${title}. The call now meets another one: ${next}.`,
  gone: (title) => `The cause is gone: ${title}.`,
  doubts: {
    past: (title) =>
      `What proves it lies in the past (logs, metrics, records) and stays as it is, whatever has been changed since: ${title}. Only a new call can tell: ${callEn}`,
    request: (title) =>
      `It rests on the request as it was sent, and nobody but the caller knows what is sent now: ${title}. Only a new call can tell: ${callEn}`,
    code: (title) =>
      `It is in the code as it was sent to AZEBAL: ${title}. Run the failing call with the changed code; if it still fails, send the new error together with the changed code to debug_error.`,
    unread: (title) =>
      `What decides it could not be read this time: ${title}. Verify again with the permission that is named below, or ${callEn}`,
    missing: (title) =>
      `The resource at which it was found is not there any more, or you cannot see it: ${title}. Only a new call can tell: ${callEn}`,
    lagging: (title) =>
      `Resource Graph still shows how it was, and the resource itself says otherwise: ${title}. Resource Graph follows within a minute or so: verify again then.`,
    unchanged: (title) =>
      `It does not show any more, and yet nothing that Azure says now explains why: ${title}. Only a new call can tell: ${callEn}`,
    ended: (title) => `The verification ended before everything was weighed: ${title}. Verify again.`,
  },
  titles: { fixed: (title) => `Fixed: ${title}`, undecided: (title) => `Not decided: ${title}` },
};

const korean: VerificationTexts = {
  fixed: (title) =>
    `원인이 사라졌습니다: ${title}. Azure의 현재 상태가 달라졌고 다른 원인도 보이지 않습니다. 실패한 호출을 다시 실행하세요. 역할, 네트워크 규칙, DNS 변경은 Azure 전체에 반영되기까지 몇 분이 걸릴 수 있습니다.`,
  notFixed: (title, somethingChanged) =>
    somethingChanged
      ? `바뀐 값이 있지만 원인은 그대로입니다: ${title}.`
      : `원인의 근거가 된 값이 바뀌지 않았고 원인도 그대로입니다: ${title}.`,
  changedOtherwise: (title, next) =>
    `원인이 사라졌습니다: ${title}. 이제 호출은 다른 원인을 만납니다: ${next}.`,
  gone: (title) => `원인이 사라졌습니다: ${title}.`,
  doubts: {
    past: (title) =>
      `근거가 과거의 기록(로그, 메트릭, 배포 기록)이어서 무엇을 바꾸어도 그대로 남습니다: ${title}. 새 호출로만 알 수 있습니다. ${callKo}`,
    request: (title) =>
      `근거가 당시 보낸 요청이며, 지금 무엇을 보내는지는 호출하는 쪽만 압니다: ${title}. 새 호출로만 알 수 있습니다. ${callKo}`,
    code: (title) =>
      `원인이 AZEBAL에 보낸 코드에 있습니다: ${title}. 고친 코드로 실패한 호출을 다시 실행하고, 그래도 실패하면 새 오류와 고친 코드를 함께 debug_error에 보내세요.`,
    unread: (title) =>
      `판단에 필요한 항목을 이번에는 읽지 못했습니다: ${title}. 아래에 나온 권한을 받은 뒤 다시 확인하거나, ${callKo}`,
    missing: (title) =>
      `원인이 발견된 리소스가 없어졌거나 현재 권한으로는 보이지 않습니다: ${title}. 새 호출로만 알 수 있습니다. ${callKo}`,
    lagging: (title) =>
      `Resource Graph에는 이전 상태가 남아 있고 리소스 자체의 값은 다릅니다: ${title}. Resource Graph는 1분 정도 뒤에 반영되므로 그때 다시 확인하세요.`,
    unchanged: (title) =>
      `더는 나타나지 않지만, Azure의 현재 상태에서 그 이유를 찾지 못했습니다: ${title}. 새 호출로만 알 수 있습니다. ${callKo}`,
    ended: (title) => `모두 판단하기 전에 확인이 끝났습니다: ${title}. 다시 확인하세요.`,
  },
  titles: { fixed: (title) => `해결됨: ${title}`, undecided: (title) => `판단할 수 없음: ${title}` },
};

export const verificationTexts: Readonly<Record<Language, VerificationTexts>> = { en: english, ko: korean };
