import type { Action, Report } from "../../domain/contract/report.ts";

/** The report in Markdown, one section a field. */
export function renderReportMarkdown(report: Report): string {
  const { root_cause: cause, claims, suspected, gaps, ruled_out: ruledOut, actions } = report;
  return [
    `# ${cause.title} (\`${cause.code}\`, ${cause.confidence})`,
    cause.explanation,
    ...claims.map((claim) => `- ${claim.text} [${claim.evidence.join(", ")}]`),
    ...report.evidence.map(
      (item) => `- [${item.id}] ${item.request} ${item.pointer} ${item.op} ${item.value}`,
    ),
    ...suspected.map((item) => `- ${item.title}: ${item.because} (${item.settled_by})`),
    ...ruledOut.map((item) => `- not \`${item.code}\`: ${item.because}`),
    ...gaps.map((gap) => `- not read: ${gap.what} (${gap.permission})`),
    ...actions.map(actionText),
    [report.verify.text, ...report.verify.commands].join("\n"),
  ].join("\n");
}

function actionText({ title, why, commands }: Action): string {
  return [`## ${title}`, why, "```sh", ...commands, "```"].join("\n");
}
