import type { Language } from "../language.ts";

/** What `reproduce.sh` says. */
export interface ScriptWords {
  readonly purpose: string;
  readonly needs: (tenantId: string) => string;
  readonly exitCodes: string;
  readonly proof: string;
  readonly ruledOut: string;
  readonly notRead: string;
  readonly noAz: string;
  /** With two `%s`: the tenant that is signed in, and the right one, twice. */
  readonly otherTenant: string;
  readonly nobody: string;
  /** With two `%s`: the extension, twice. */
  readonly noExtension: string;
  readonly expected: string;
  readonly same: string;
  readonly differs: string;
  readonly noAnswer: string;
  readonly lengthOnly: string;
  /** With three `%d`: how many are the same, how many there are, how many are not. */
  readonly summary: string;
}

export const scriptWords: Readonly<Record<Language, ScriptWords>> = {
  en: {
    purpose:
      "Reads again, without AZEBAL, every value of Azure that this diagnosis rests on, and compares. It only reads.",
    needs: (tenantId) =>
      `Needs bash and the Azure CLI (https://aka.ms/azcli), signed in to tenant ${tenantId}.`,
    exitCodes:
      "Exit code: 0 every value is the same, 1 something differs or could not be read, 2 nothing could be checked.",
    proof: "What the diagnosis rests on",
    ruledOut: "What rules other causes out",
    notRead: "Stands in what was sent to AZEBAL, not in Azure:",
    noAz: "The Azure CLI (az) is not installed. See https://aka.ms/azcli",
    otherTenant: "az is signed in to tenant %s; these values are in tenant %s. Run: az login --tenant %s",
    nobody: "none",
    noExtension: "az lacks its extension %s. Run: az extension add --name %s",
    expected: "expected ",
    same: "same",
    differs: "differs  ",
    noAnswer: "no answer (see the error above)",
    lengthOnly: "its length: the value is a secret that AZEBAL did not keep",
    summary: "%d of %d values are the same; %d differ or could not be read.",
  },
  ko: {
    purpose: "이 진단의 근거가 된 Azure 값을 AZEBAL 없이 다시 읽어 비교합니다. 읽기만 합니다.",
    needs: (tenantId) =>
      `bash와 Azure CLI(https://aka.ms/azcli)가 필요하며, 테넌트 ${tenantId}에 로그인해야 합니다.`,
    exitCodes: "종료 코드: 0 모든 값이 같음, 1 다르거나 읽지 못한 값이 있음, 2 확인할 수 없음.",
    proof: "진단의 근거",
    ruledOut: "다른 원인을 배제하는 근거",
    notRead: "Azure가 아니라 AZEBAL에 보낸 내용에 있는 근거:",
    noAz: "Azure CLI(az)가 설치되어 있지 않습니다. https://aka.ms/azcli 참고",
    otherTenant: "az가 로그인한 테넌트는 %s이지만 이 값들은 테넌트 %s에 있습니다. 실행: az login --tenant %s",
    nobody: "없음",
    noExtension: "az에 확장 %s이(가) 없습니다. 실행: az extension add --name %s",
    expected: "예상  ",
    same: "일치",
    differs: "다름  ",
    noAnswer: "응답 없음(위의 오류 참고)",
    lengthOnly: "길이만 비교합니다. 값은 AZEBAL이 저장하지 않은 비밀입니다",
    summary: "일치하는 값 %d개 / 전체 %d개, 다르거나 읽지 못한 값 %d개.",
  },
};
