import type { AzCommandHosts } from "../../../domain/az-command/az-command.ts";
import type { Report } from "../../../domain/contract/report.ts";
import { addressedParts } from "../../../domain/addressed-text.ts";
import type { CitedEvidence } from "../cited-evidence.ts";
import { proveCitation } from "./prove-citation.ts";

/**
 * The report, each of whose citations on Azure carries the command that shows the same without AZEBAL. What they take is not
 * counted when a report is made to fit: whoever hands it on leaves commands out first.
 */
export function withCommands(report: Report, cited: CitedEvidence, hosts?: AzCommandHosts): Report {
  const evidence = report.evidence.map((entry) => {
    const behind = cited.find(entry.id);
    const proof = behind && proveCitation(behind.citation, behind.document, hosts);
    // A command with an order in it, quoted as it may be, is not handed to anybody.
    if (proof === undefined || addressedParts(proof.command).length > 0) return entry;
    const { command, shows, isRedacted } = proof;
    return {
      ...entry,
      command,
      ...(shows === entry.value ? {} : { shows }),
      ...(isRedacted ? { redacted: true } : {}),
    };
  });
  return { ...report, evidence };
}
