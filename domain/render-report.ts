import type { Action, Gap, Report, RootCause } from "./contract/report.ts";
import type { Difference } from "./contract/verification.ts";
import { unknownCause } from "./root-causes.ts";

/** The report as Markdown, in the order in which a tired developer needs it. The structured report says the same. */
export function renderReportMarkdown(report: Report): string {
  const said = words[report.language];
  const sections = [
    verification(report),
    cause(report),
    section(said.actions, report.actions.map(action(said))),
    section(
      said.claims,
      report.claims.map(({ text, evidence }) => `- ${text} ${references(evidence, report)}`),
    ),
    section(
      said.ruledOut,
      report.ruled_out.map(
        ({ code, because, evidence }) => `- \`${code}\`: ${because} ${references(evidence, report)}`,
      ),
    ),
    section(said.suspected, suspects(report.suspected)),
    section(
      said.gaps,
      report.gaps.map((one) => gap(one, said)),
    ),
    section(said.verify, [report.verify.text, ...shell(report.verify.commands)]),
    section(said.escalation, report.escalation === undefined ? [] : [fenced(report.escalation.text)]),
    footer(report),
  ];
  return `${sections.filter((text) => text !== "").join("\n\n")}\n`;
}

/** What has become of the cause, before anything else; then what the old proof cites, as it was and as it is. */
function verification({ language, verification: verified }: Report): string {
  if (verified === undefined) return "";
  const said = words[language];
  const { differences, outcome, text } = verified;
  return [`# ${said.outcomes[outcome]}`, text, section(said.differences, differences.map(difference(said)))]
    .filter((part) => part !== "")
    .join("\n\n");
}

const difference =
  (said: Words) =>
  ({ resource, field, then, now, changed }: Difference) => {
    const place = field === "" ? `\`${nameOf(resource)}\`` : `\`${nameOf(resource)}\` \`${field}\``;
    return changed
      ? `- ${place}: \`${inCode(then)}\` → \`${inCode(now)}\``
      : `- ${place}: \`${inCode(now)}\` (${said.unchanged})`;
  };

/** Of a resource its name. */
function nameOf(resource: string): string {
  return inCode(resource.startsWith("/") ? (resource.split("/").at(-1) ?? resource) : resource);
}

function inCode(text: string): string {
  return text.replaceAll("`", "'").replace(/\s+/gu, " ");
}

function cause(report: Report): string {
  const said = words[report.language];
  const { root_cause: root, also } = report;
  // What a verification says stands above; without a cause there is no more to say.
  if (report.verification !== undefined && root.code === unknownCause) return "";
  const lines = [
    `${report.verification === undefined ? "#" : "##"} ${root.title}`,
    `${said.verdicts[report.verdict]} · \`${root.code}\`${confidence(root, said)}`,
  ];
  if (root.resource_ids.length > 0) lines.push(root.resource_ids.map((id) => `\`${id}\``).join("  \n"));
  lines.push(root.explanation);
  if (also.length > 0)
    lines.push(
      `${said.also}\n\n${also.map((next) => `- **${next.title}** \`${next.code}\`${confidence(next, said)}: ${next.explanation}`).join("\n")}`,
    );
  return lines.join("\n\n");
}

function confidence(root: RootCause, said: Words): string {
  return root.confidence === "none" ? "" : ` · ${said.confidences[root.confidence]}`;
}

const action = (said: Words) => (step: Action, index: number) => {
  const notes = [
    ...(step.needs_role === undefined ? [] : [`${said.needs}: ${step.needs_role}`]),
    ...(step.config === undefined ? [] : [`${said.config}: \`${step.config}\``]),
    ...(step.undo === undefined ? [] : [`${said.undo}: \`${step.undo}\``]),
    ...(step.then === undefined ? [] : [step.then]),
  ];
  const lines = [
    `${index + 1}. **${step.title}**${step.changes || step.commands.length === 0 ? "" : ` (${said.readsOnly})`}: ${step.why}`,
  ];
  const commands = shell(step.commands).map((block) => block.replace(/^/gm, "   "));
  return [...lines, ...commands, ...notes.map((note) => `   - ${note}`)].join("\n");
};

/** What is still possible; several for the same reason under that reason. */
function suspects(suspected: Report["suspected"]): string[] {
  const byReason = Map.groupBy(suspected, ({ because, settled_by: by }) => `${because} ${by}`);
  return [...byReason].flatMap(([reason, [first, ...others]]) =>
    others.length === 0
      ? [`- **${first!.title}**: ${reason}`]
      : [`- ${reason}`, ...[first!, ...others].map(({ title }) => `  - **${title}**`)],
  );
}

/** What could not be read; where it can be supplied, the command to hand on, as it is to be pasted. */
function gap({ what, permission, command, question_id: id }: Gap, said: Words): string {
  const needs = permission === said.none ? "" : ` ${said.needs}: \`${permission}\``;
  const line = `- ${what}.${needs}`;
  if (command === undefined || id === undefined) return line;
  const commands = shell([command]).map((block) => block.replace(/^/gm, "  "));
  return [line, `  ${said.supply(id)}`, ...commands].join("\n");
}

function shell(commands: readonly string[]): string[] {
  return commands.length === 0 ? [] : [`\`\`\`sh\n${commands.join("\n")}\n\`\`\``];
}

/** As it is to be pasted: nothing in it may end the block. */
function fenced(text: string): string {
  return `~~~~text\n${text.replaceAll("~~~~", "~~~")}\n~~~~`;
}

function section(title: string, lines: readonly string[]): string {
  const text = lines.filter((line) => line !== "");
  return text.length === 0 ? "" : `## ${title}\n\n${text.join("\n")}`;
}

/** The stored answers behind a sentence, by the IDs that `get_evidence` takes. */
function references(citations: readonly string[], { evidence }: Report): string {
  const stored = evidence.filter(({ id }) => citations.includes(id)).map(({ evidence_id }) => evidence_id);
  return stored.length === 0 ? "" : `[${[...new Set(stored)].join(", ")}]`;
}

function footer({ language, cost, planner, ...rest }: Report): string {
  const said = words[language];
  const seconds = Math.round(cost.duration_ms / 100) / 10;
  const trimmed = typeof rest["trimmed"] === "string" ? `${rest["trimmed"]} ` : "";
  return `${trimmed}${said.cost(cost.azure_reads, seconds)}${planner === "model" ? ` ${said.model(cost.tokens)}` : ""}`;
}

const words = {
  en: {
    verdicts: {
      azure: "The cause is in Azure",
      not_azure: "Not Azure: the code is at fault",
      unknown: "Not known",
    },
    confidences: { proven: "proven", likely: "likely" },
    outcomes: {
      fixed: "Fixed",
      not_fixed: "Not fixed",
      changed_otherwise: "Changed: another cause is in the way",
      undecided: "Not decided",
    },
    differences: "Then and now",
    unchanged: "unchanged",
    also: "Also at work, to be fixed after it:",
    actions: "What to do",
    claims: "Why we know",
    ruledOut: "Ruled out",
    suspected: "Still possible",
    gaps: "Could not be read",
    verify: "How to verify",
    escalation: "For a support request, ready to paste",
    needs: "Needs",
    none: "none",
    supply: (id: string) =>
      `Whoever may read it runs this; give its whole output to \`answer_diagnosis\`, \`question_id\` \`${id}\`:`,
    config: "As configuration",
    undo: "To undo",
    readsOnly: "the command only looks",
    cost: (reads: number, seconds: number) => `${reads} reads of Azure, ${seconds} s.`,
    model: (tokens: number) => `${tokens} tokens.`,
  },
  ko: {
    verdicts: {
      azure: "원인은 Azure에 있습니다",
      not_azure: "Azure 문제가 아닙니다. 코드를 수정해야 합니다",
      unknown: "확인되지 않음",
    },
    confidences: { proven: "입증됨", likely: "유력함" },
    outcomes: {
      fixed: "해결됨",
      not_fixed: "해결되지 않음",
      changed_otherwise: "원인이 바뀜: 다른 원인이 있음",
      undecided: "판단할 수 없음",
    },
    differences: "이전 값과 현재 값",
    unchanged: "그대로임",
    also: "함께 작용하는 원인(이어서 해결해야 함):",
    actions: "조치 방법",
    claims: "근거",
    ruledOut: "배제된 원인",
    suspected: "남은 가능성",
    gaps: "읽지 못한 항목",
    verify: "확인 방법",
    escalation: "지원 요청에 붙여 넣을 내용",
    needs: "필요한 권한",
    none: "없음",
    supply: (id: string) =>
      `읽을 권한이 있는 사람이 다음 명령을 실행하고, 출력 전체를 \`answer_diagnosis\`의 \`question_id\` \`${id}\`(으)로 전달하세요.`,
    config: "구성으로 적용",
    undo: "되돌리기",
    readsOnly: "조회만 하는 명령",
    cost: (reads: number, seconds: number) => `Azure 읽기 ${reads}회, ${seconds}초.`,
    model: (tokens: number) => `토큰 ${tokens}개.`,
  },
} as const;
type Words = (typeof words)["en"] | (typeof words)["ko"];
