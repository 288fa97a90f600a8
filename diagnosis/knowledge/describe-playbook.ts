import type { LocalText } from "../../domain/language.ts";
import type { Playbook, PlaybookRead } from "../playbook.ts";

const mostSignatures = 24;

/** One playbook as a section of Markdown. Texts keep their `{{places}}`: they are filled in from what a diagnosis reads. */
export function describePlaybook(playbook: Playbook): string {
  const { code, title, verdict, competitors, layer } = playbook;
  const fault = verdict === "azure" ? "Azure" : "the code";
  return [
    `### ${code}`,
    `**${inLine(title.en)}** · ${inLine(title.ko)}`,
    `At fault: ${fault}. Met at layer ${layer}.${competitors.length === 0 ? "" : ` Told apart from: ${competitors.map(asCode).join(", ")}.`}`,
    inBoth(playbook.explanation),
    ...(playbook.details ?? []).map(({ text }) => inBoth(text)),
    `Raised by ${signatures(playbook.raisedBy)}.`,
    reads(playbook.reads),
    `Proven when, and refuted when not:\n\n${block("jmespath", playbook.holds)}`,
    actions(playbook),
    `Verify: ${inLine(playbook.verify.text.en)} · ${inLine(playbook.verify.text.ko)}`,
    `Sources: ${playbook.sources.map((source) => `<${source}>`).join(", ")}`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** The texts, codes and patterns that an expression looks for, without its grammar. */
function signatures(expression: string): string {
  const found = [...expression.matchAll(/'((?:[^'\\]|\\.)+)'/gu)].map(([, text]) => text!);
  const distinct = [...new Set(found)].filter((text) => text.trim() !== "");
  if (distinct.length === 0) return `\n\n${block("jmespath", expression)}\n\nalone`;
  const shown = distinct.slice(0, mostSignatures).map(asCode).join(", ");
  return distinct.length > mostSignatures ? `${shown} and ${distinct.length - mostSignatures} more` : shown;
}

function reads(all: Playbook["reads"]): string {
  const rows = Object.entries(all).map(
    ([name, read]) =>
      `| ${asCode(name)} | ${inCell(read.title.en)} | ${asCode(inCell(asked(read)))} | ${inCell(read.permission)}${read.optional === true ? " (optional)" : ""} |`,
  );
  if (rows.length === 0) return "Nothing is read for it.";
  return ["| read | what for | request | permission |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function asked({ request, each }: PlaybookRead): string {
  const what =
    request.command ??
    request.path ??
    request.resourceId ??
    (typeof request.query === "string" ? request.query : "");
  const metrics = request.metricNames === undefined ? "" : ` ${request.metricNames.join(", ")}`;
  return `${request.kind} ${what}${metrics}${each === undefined ? "" : " for each"}`;
}

function actions({ actions: all }: Playbook): string {
  const items = all.map((action, index) => {
    const commands =
      action.commands.length === 0 ? "" : `\n\n${indented(block("sh", action.commands.join("\n")))}`;
    const details = [
      action.each === undefined ? "" : `for each of ${asCode(action.each)}`,
      action.config === undefined ? "" : `configuration: ${asCode(action.config)}`,
      action.needsRole === undefined ? "" : `needs ${inLine(action.needsRole)}`,
      action.effects === undefined ? "" : "its effect is weighed again on the evidence",
    ].filter((text) => text !== "");
    const tail = details.length === 0 ? "" : ` (${details.join("; ")})`;
    return `${index + 1}. ${inLine(action.title.en)} · ${inLine(action.title.ko)}${tail}${commands}`;
  });
  return items.join("\n");
}

function inBoth({ en, ko }: LocalText): string {
  return `${inLine(en)}\n\n${inLine(ko)}`;
}

function block(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

function indented(text: string): string {
  return text.replaceAll(/^/gmu, "   ");
}

function inLine(text: string): string {
  return text.replaceAll(/\s+/gu, " ").trim();
}

function inCell(text: string): string {
  return inLine(text).replaceAll("|", String.raw`\|`);
}

function asCode(text: string): string {
  const fence = text.includes("`") ? "``" : "`";
  return `${fence}${text}${fence}`;
}
