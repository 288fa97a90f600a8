import { shellWord } from "../az-command/shell-word.ts";
import type { Report, ReportEvidence } from "../contract/report.ts";
import { oneLine } from "../redaction/one-line.ts";
import { scriptEnd, scriptFunctions, scriptStart } from "./script-checks.ts";
import { type ScriptWords, scriptWords } from "./script-words.ts";

/** A line of somebody's error may be long; where it stands is what counts. */
const sentCharacters = 160;

export interface ReproducedDiagnosis {
  readonly diagnosisId: string;
  /** Whose Azure it was read from. */
  readonly tenantId: string;
}

/**
 * `reproduce.sh`: a bash script that runs the command of each citation of a report and compares what it prints with what is
 * cited. It reads and writes nothing but standard output. Undefined where no citation has a command.
 */
export function reproduceScript(
  report: Report,
  { diagnosisId, tenantId }: ReproducedDiagnosis,
): string | undefined {
  const words = scriptWords[report.language];
  const shown = report.evidence.filter(({ command }) => command !== undefined);
  if (shown.length === 0) return undefined;
  const claimed = new Set(report.claims.flatMap(({ evidence }) => evidence));
  const { title, code, confidence } = report.root_cause;
  return [
    "#!/usr/bin/env bash",
    ...[words.purpose, "", title, `${code} · ${confidence} · ${diagnosisId}`, ""].map(comment),
    ...[words.needs(tenantId), words.exitCodes].map(comment),
    scriptStart(words, oneLine(tenantId), extensionsFor(shown)),
    scriptFunctions(words),
    ...group(
      words.proof,
      shown.filter(({ id }) => claimed.has(id)),
      report,
      words,
    ),
    ...group(
      words.ruledOut,
      shown.filter(({ id }) => !claimed.has(id)),
      report,
      words,
    ),
    ...sent(report, words),
    scriptEnd(words),
  ].join("\n");
}

/** Extensions of the Azure CLI that the commands take. */
function extensionsFor(shown: readonly ReportEvidence[]): string[] {
  const starts = { "az graph ": "resource-graph", "az monitor log-analytics query ": "log-analytics" };
  return Object.entries(starts)
    .filter(([start]) => shown.some(({ command }) => command?.startsWith(start)))
    .map(([, extension]) => extension);
}

function group(
  heading: string,
  entries: readonly ReportEvidence[],
  report: Report,
  words: ScriptWords,
): string[] {
  if (entries.length === 0) return [];
  return [comment(heading), "", ...entries.map((entry) => check(entry, sentenceOf(entry, report), words))];
}

function check(entry: ReportEvidence, sentence: string, words: ScriptWords): string {
  const { id, command = "", shows = entry.value } = entry;
  const name = /^c\d+$/.test(id) ? id : `c_${id.replaceAll(/\W/g, "")}`;
  const said = entry.redacted === true ? `${sentence} (${words.lengthOnly})` : sentence;
  return `${name}() {\n  ${command}\n}\ncheck ${name} ${shellWord(shows)} ${shellWord(said)}\n`;
}

/** The report's own sentence for a citation; where it has none, what the citation is about and where it stands. */
function sentenceOf({ id, pointer, request, resource_id: resource }: ReportEvidence, report: Report): string {
  const claim = report.claims.find(({ evidence }) => evidence.length === 1 && evidence[0] === id);
  if (claim !== undefined) return oneLine(claim.text);
  const codes = report.ruled_out.filter(({ evidence }) => evidence.includes(id)).map(({ code }) => code);
  const [path = ""] = (resource ?? request).split("?");
  const named = path.replace(
    /^(?:[A-Z]+ )?(?:\/subscriptions\/[^/]+(?:\/resourceGroups\/[^/]+)?\/providers)?\//iu,
    "",
  );
  return oneLine(`${codes.join(", ")}: ${named} ${pointer}`);
}

/** What was cited from the developer's own error and code: nothing to run, but where to look. */
function sent(report: Report, words: ScriptWords): string[] {
  const places = report.claims.flatMap(({ text, evidence }) => {
    const { location } = report.evidence.find(({ id }) => evidence.includes(id)) ?? {};
    return location === undefined ? [] : [comment(`  ${location}  ${oneLine(text, sentCharacters)}`)];
  });
  return places.length === 0 ? [] : [comment(words.notRead), ...places, ""];
}

function comment(text: string): string {
  const line = oneLine(text);
  return line === "" ? "#" : `# ${text.startsWith("  ") ? `  ${line}` : line}`;
}
