import type { Language } from "../../domain/language.ts";

/** What a signal is called: the fields of `Signals` that stand for something in the request. */
const signalNames: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  "codes.code": { en: "error code", ko: "오류 코드" },
  "clientAddresses.address": { en: "client address", ko: "클라이언트 주소" },
  "guids.guid": { en: "ID", ko: "ID" },
  "hosts.host": { en: "host name", ko: "호스트 이름" },
  "hosts.name": { en: "resource name", ko: "리소스 이름" },
  "resourceIds.id": { en: "resource ID", ko: "리소스 ID" },
  "actions.action": { en: "action", ko: "작업" },
  "tools.tool": { en: "tool", ko: "도구" },
  "runsOn.place": { en: "place where it runs", ko: "실행 위치" },
  "settings.name": { en: "setting", ko: "설정" },
  "settings.value": { en: "setting's value", ko: "설정 값" },
  "times.time": { en: "time", ko: "시각" },
};

export function signalName(field: string, language: Language): string | undefined {
  return signalNames[field]?.[language];
}

/** A value inside a sentence: as code, so that nothing in it is taken for mark-up or read as an order. */
export function quoted(text: string): string {
  const oneLine = text
    .replaceAll("`", "'")
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ")
    .trim();
  return `\`${oneLine === "" ? " " : oneLine}\``;
}

/** What was supplied and not used: each part as it stands in a sentence. */
interface SuppliedContradiction {
  readonly id: string;
  readonly what: string;
  readonly field: string;
  readonly supplied: string;
  readonly read: string;
  readonly by: string;
}

export const phrases = {
  en: {
    notKnown: "(not known)",
    theError: "The error",
    theRequest: "The request",
    activityLog: "Activity Log",
    unknownTitle: "No cause could be proven",
    nothingRaised: "Nothing in the request points at a cause that AZEBAL knows how to check.",
    examined: (ruledOut: number, open: number) =>
      `${ruledOut} candidate cause${ruledOut === 1 ? " was" : "s were"} ruled out, ${open} could not be decided.`,
    ended: {
      settled: "",
      exhausted: "The reads that one diagnosis may make are used up.",
      deadline: "The time for the diagnosis ran out.",
      cancelled: "The diagnosis was cancelled.",
    },
    lostProof: "What seemed to prove it did not hold when it was checked again on the stored answers.",
    noTarget: "No resource that this could be about is visible to you.",
    notRead: (reads: string) => `Not decided: ${reads}.`,
    refused: (title: string, code: string) => `${title}: refused (${code})`,
    outside: (title: string) => `${title}: no API of Azure shows it`,
    noLog: (title: string) => `${title}: no such log is kept (no diagnostic setting sends it to a workspace)`,
    hidden: (title: string, code: string) =>
      `${title}: not visible to you, so it may be there all the same (${code})`,
    suppliedUsed: (id: string, what: string) =>
      `${what} was not read by AZEBAL: somebody supplied its output (${id}), and it is weighed as it was pasted`,
    suppliedUnneeded: (id: string, what: string) =>
      `What was supplied for ${what} (${id}) was not needed: what Azure answers proves the cause without it`,
    suppliedAnswered: (id: string, what: string) =>
      `What was supplied for ${what} (${id}) was not needed: Azure answered it this time`,
    suppliedContradicted: ({ id, what, field, supplied, read, by }: SuppliedContradiction) =>
      `What was supplied for ${what} (${id}) was not used: it says ${supplied} for ${field}, and Azure itself answers ${read} (${by})`,
    restsOnSupplied:
      "This rests on evidence that was supplied and that AZEBAL did not read itself: likely, not proven.",
    unseen: (request: string) => `${request}: it leaves out what you may not read, and that decides here`,
    unanswered: (request: string, code: string) => `${request}: no answer (${code})`,
    incomplete: (request: string) => `${request}: the list was not read to its end`,
    undecided: (what: string) => `Not known: ${what}`,
    notVisible: (what: string) =>
      `${what}: no subscription that you can see holds it; it does not exist, or you may not read it`,
    noPermission: "none",
    settleByPermission: (title: string, permission: string) =>
      `Somebody with ${permission} can settle it: ${title}.`,
    settleByFinding: (question: string) =>
      `Question ${quoted(question)} settles it: whoever sees more finds the resource, and the diagnosis goes on.`,
    settleByAgain: "Start the diagnosis again with more of the error, or with the resource's ID.",
    afterwards: (title: string) => `Once this is done, the call meets the next cause: ${title}.`,
    ruledOut: (title: string) => `${title}: the evidence says otherwise.`,
    trimmed: "Shortened to fit; the rest is in the stored evidence.",
  },
  ko: {
    notKnown: "(확인되지 않음)",
    theError: "오류 메시지",
    theRequest: "요청",
    activityLog: "활동 로그",
    unknownTitle: "입증된 원인이 없습니다",
    nothingRaised: "요청에서 AZEBAL이 확인할 수 있는 원인의 단서를 찾지 못했습니다.",
    examined: (ruledOut: number, open: number) =>
      `후보 원인 ${ruledOut}건은 배제되었고 ${open}건은 판단하지 못했습니다.`,
    ended: {
      settled: "",
      exhausted: "진단 한 번에 허용된 읽기 횟수를 모두 사용했습니다.",
      deadline: "진단 제한 시간이 끝났습니다.",
      cancelled: "진단이 취소되었습니다.",
    },
    lostProof: "근거로 보였던 값이 저장된 응답에서 다시 확인되지 않았습니다.",
    noTarget: "이 원인에 해당하는 리소스가 현재 권한으로는 보이지 않습니다.",
    notRead: (reads: string) => `판단하지 못함: ${reads}.`,
    refused: (title: string, code: string) => `${title}: 거부됨(${code})`,
    outside: (title: string) => `${title}: Azure API로는 확인할 수 없음`,
    noLog: (title: string) => `${title}: 해당 로그가 보관되지 않음(작업 영역으로 보내는 진단 설정 없음)`,
    hidden: (title: string, code: string) =>
      `${title}: 현재 권한으로는 보이지 않으며, 존재하지 않는다는 뜻은 아님(${code})`,
    suppliedUsed: (id: string, what: string) =>
      `${what}: AZEBAL이 직접 읽은 것이 아니라 사용자가 제공한 출력(${id})을 붙여 넣은 그대로 판단에 사용함`,
    suppliedUnneeded: (id: string, what: string) =>
      `${what}에 대해 제공된 내용(${id})은 필요하지 않았음: Azure의 응답만으로 원인이 입증됨`,
    suppliedAnswered: (id: string, what: string) =>
      `${what}에 대해 제공된 내용(${id})은 필요하지 않았음: 이번에는 Azure가 직접 응답함`,
    suppliedContradicted: ({ id, what, field, supplied, read, by }: SuppliedContradiction) =>
      `${what}에 대해 제공된 내용(${id})은 사용하지 않음: ${field} 값이 ${supplied}(으)로 되어 있으나 Azure의 응답은 ${read}임(${by})`,
    restsOnSupplied:
      "이 판단은 AZEBAL이 직접 읽지 않고 제공받은 근거에 따른 것으로, 입증이 아니라 유력한 원인입니다.",
    unseen: (request: string) =>
      `${request}: 읽을 권한이 없는 리소스는 결과에서 제외되며, 이 판단이 그 결과에 달려 있음`,
    unanswered: (request: string, code: string) => `${request}: 응답 없음(${code})`,
    incomplete: (request: string) => `${request}: 목록을 끝까지 읽지 못했습니다`,
    undecided: (what: string) => `확인되지 않음: ${what}`,
    notVisible: (what: string) => `${what}: 볼 수 있는 구독에 없음. 존재하지 않거나 읽을 권한이 없습니다`,
    noPermission: "없음",
    settleByPermission: (title: string, permission: string) =>
      `${permission} 권한이 있는 사람이 확인할 수 있습니다: ${title}.`,
    settleByFinding: (question: string) =>
      `질문 ${quoted(question)}에 답하면 확인할 수 있습니다. 더 넓은 범위를 볼 수 있는 사람이 리소스를 찾아 주면 진단이 이어집니다.`,
    settleByAgain: "오류 전체 또는 리소스 ID를 포함하여 진단을 다시 시작하세요.",
    afterwards: (title: string) => `이 조치 후에는 호출이 다음 원인을 만나게 됩니다: ${title}.`,
    ruledOut: (title: string) => `${title}: 근거와 일치하지 않습니다.`,
    trimmed: "길이 제한에 맞게 줄였습니다. 나머지는 저장된 근거에 있습니다.",
  },
} as const;
