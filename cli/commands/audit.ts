import { once } from "node:events";
import type { AuditRecord } from "../../services/stores/audit-log.ts";
import { type AuditFilter, AuditPages } from "../audit/audit-pages.ts";
import { auditHeading, auditJson, auditLine } from "../audit/audit-text.ts";
import { openAudit } from "../audit/open-audit.ts";
import { type CommandArguments, textOption } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { integerOption } from "../integer-option.ts";
import { UsageError } from "../usage-error.ts";

const listedAtMost = 10_000;
const listedUnlessTold = 50;

/**
 * `azebal audit list`: the newest entries as a table, and the cursor of the next page. `azebal audit export`: every entry, or as
 * many as `--limit` says, newest first, one JSON object a line.
 */
export async function runAudit(parsed: CommandArguments): Promise<number> {
  const [action, ...more] = parsed.positionals;
  if ((action !== "list" && action !== "export") || more.length > 0)
    throw new UsageError('Say what to do: "azebal audit list" or "azebal audit export".');
  const filter = filterOf(parsed);
  const limit = integerOption(parsed, "limit", action === "list" ? listedAtMost : 999_999_999);
  const audit = await openAudit(textOption(parsed, "scenario"));
  try {
    const pages = new AuditPages(audit, filter);
    if (action === "export") {
      for await (const record of pages.upTo(limit ?? Number.POSITIVE_INFINITY)) {
        // Whoever reads slowly is waited for.
        if (!process.stdout.write(`${auditJson(record)}\n`)) await once(process.stdout, "drain");
      }
      return exitCodes.done;
    }
    const shown: AuditRecord[] = [];
    for await (const record of pages.upTo(limit ?? listedUnlessTold)) shown.push(record);
    if (shown.length === 0) process.stdout.write("No entry is of all that you asked for.\n");
    else process.stdout.write(`${[auditHeading, ...shown.map(auditLine)].join("\n")}\n`);
    const next = await pages.next();
    if (next !== undefined) process.stdout.write(`\nThere are more: add --before ${next}\n`);
    return exitCodes.done;
  } finally {
    await audit.close();
  }
}

function filterOf(parsed: CommandArguments): AuditFilter {
  const [user, tool, diagnosis] = ["user", "tool", "diagnosis"].map((name) => textOption(parsed, name));
  const [since, until] = ["since", "until"].map((name) => instantOption(parsed, name));
  const before = cursorOption(parsed);
  return {
    ...(user === undefined ? {} : { userPrincipalName: user }),
    ...(tool === undefined ? {} : { toolCalled: tool }),
    ...(diagnosis === undefined ? {} : { diagnosisId: diagnosis }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(before === undefined ? {} : { before }),
  };
}

function cursorOption(parsed: CommandArguments): number | undefined {
  const text = textOption(parsed, "before");
  if (text === undefined) return undefined;
  const id = Number(text);
  if (!/^\d{1,16}$/u.test(text) || !Number.isSafeInteger(id) || id < 1)
    throw new UsageError(`--before ${text}: give the number that "azebal audit list" printed at its end.`);
  return id;
}

/** A day is its first moment, in UTC. */
function instantOption(parsed: CommandArguments, name: string): string | undefined {
  const text = textOption(parsed, name);
  if (text === undefined) return undefined;
  const isInstant =
    /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/u.test(text);
  const date = new Date(text);
  if (!isInstant || Number.isNaN(date.getTime()))
    throw new UsageError(
      `--${name} ${text}: give a day such as 2026-03-01, or an instant with its zone such as 2026-03-01T10:00:00Z.`,
    );
  return date.toISOString();
}
