import type { EscalationFacts, Report } from "../../domain/contract/report.ts";

/** The facts as one text to paste into a support request, in the developer's language. */
export function escalationText(facts: EscalationFacts, { language, root_cause: root }: Report): string {
  const said = words[language];
  const isUnknown = root.code === "unknown";
  const parts = [
    [said.summary, isUnknown ? said.unknown : `${root.title}\n${root.explanation}`],
    [said.time, facts.from === facts.to ? `${facts.from} (UTC)` : `${facts.from} – ${facts.to} (UTC)`],
    [said.failure, facts.failure],
    [said.resources, list(facts.resource_ids)],
    [
      said.calls,
      list(
        facts.calls.map(
          ({ id, kind, where, at }) => `${kind}: ${id} (${[where, at].filter(Boolean).join(", ")})`,
        ),
      ),
    ],
    [said.excluded, list(facts.excluded.map(({ code, because }) => `${code}: ${because}`))],
    [said.tried, said.reads(facts.azure_reads)],
    [said.notRead, list(facts.not_read)],
    [said.impact, said.impactToFill],
  ] as const;
  return parts
    .filter(([, text]) => text !== "")
    .map(([title, text]) => `${title}\n${text}`)
    .join("\n\n");
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

const words = {
  en: {
    summary: "Summary",
    unknown:
      "The call below fails. A diagnosis with the caller's own rights found no cause in the tenant's configuration.",
    time: "Time",
    failure: "Error",
    resources: "Resources",
    calls: "Request and correlation IDs of failing calls",
    excluded: "Excluded, with proof",
    tried: "Done so far",
    reads: (count: number) =>
      `${count} reads of Azure Resource Manager, Monitor and Microsoft Graph; each answer is kept.`,
    notRead: "Could not be read",
    impact: "Impact (please complete)",
    impactToFill: "Who or what is affected, since when, how often, and whether there is a workaround:",
  },
  ko: {
    summary: "요약",
    unknown:
      "아래 호출이 실패합니다. 호출자 본인의 권한으로 진단했으나 테넌트 구성에서 원인을 찾지 못했습니다.",
    time: "발생 시각",
    failure: "오류",
    resources: "리소스",
    calls: "실패한 호출의 요청 ID와 상관 관계 ID",
    excluded: "근거를 확인하고 배제한 원인",
    tried: "지금까지 확인한 내용",
    reads: (count: number) =>
      `Azure Resource Manager, Monitor, Microsoft Graph 읽기 ${count}회(응답은 모두 보관됨)`,
    notRead: "읽지 못한 항목",
    impact: "영향(작성 필요)",
    impactToFill: "영향을 받는 대상, 시작 시점, 발생 빈도, 임시 조치 가능 여부:",
  },
} as const;
