import { openDocument } from "../../../../diagnosis/evaluation/place.ts";
import { holds } from "../../../../diagnosis/recheck/holds.ts";
import { type CitationProof, proveCitation } from "../../../../diagnosis/report/proof/prove-citation.ts";
import type { Citation } from "../../../../domain/citation.ts";
import type { Evidence } from "../../../../domain/evidence.ts";
import { evidenceOf } from "../../evidence-of.ts";

export const subscription = "11111111-2222-4333-8444-555555555555";
export const vault = `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv-orders`;
const workspace = `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/log`;
const span = "2026-10-14T08:00:00Z/2026-10-14T09:00:00Z";

type Change = Partial<Omit<Evidence, "body">>;

export const arm = (body: unknown, change: Change = {}): Evidence =>
  evidenceOf("e5", body, { request: `GET ${vault}?api-version=2024-11-01`, ...change });

export const rows = (data: unknown[], query = "resources | where type =~ 'x' | project id, name"): Evidence =>
  evidenceOf(
    "e5",
    { totalRecords: data.length, count: data.length, data },
    {
      source: "resource_graph",
      request: "POST /providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01",
      query,
      requestKey: `resource_graph  ${query}`,
    },
  );

/** Rows of the vault's own logs, or of a workspace's. */
export const logs = (list: unknown[], query = "AzureDiagnostics | take 9", of = vault): Evidence =>
  evidenceOf(
    "e5",
    { table: "AzureDiagnostics", rows: list },
    {
      source: "logs",
      request: `POST /v1${of}/query`,
      query,
      requestKey: `logs ${of.toLowerCase()} ${span} ${query}`,
    },
  );
export const workspaceLogs = (list: unknown[], query?: string): Evidence => logs(list, query, workspace);

export const metrics = (body: unknown): Evidence =>
  evidenceOf("e5", body, {
    source: "metrics",
    request: `GET ${vault}/providers/Microsoft.Insights/metrics?api-version=2024-02-01&metricnames=cpu`,
  });

/** The proof of a citation that holds on the stored answer. */
export function proofOf(
  evidence: Evidence,
  citation: Omit<Citation, "evidenceId">,
): CitationProof | undefined {
  const whole = { evidenceId: evidence.evidenceId, ...citation };
  if (!holds(whole, evidence)) throw new Error(`${JSON.stringify(citation)} does not hold.`);
  return proveCitation(whole, openDocument(evidence));
}

/** The value of `--query` in a command, as bash hands it on. */
export function queryIn(proof: CitationProof | undefined): string | undefined {
  const quoted = /.* --query (?<word>"[^"]*"|(?:[^\s'"]|'[^']*'|\\')+) --output tsv/.exec(
    proof?.command ?? "",
  );
  return quoted?.groups?.["word"]
    ?.replaceAll(`'\\''`, "\u0000")
    .replaceAll(/^["']|["']$/g, "")
    .replaceAll("\u0000", "'");
}

/** What a proof asks and shows. */
export const shown = (...given: Parameters<typeof proofOf>) => {
  const proof = proofOf(...given);
  return proof === undefined ? undefined : [queryIn(proof), proof.shows];
};
export const equals = (pointer: string, value: string) => ({
  pointer,
  op: "equals" as const,
  operand: value,
  value,
});
export const noneMatch = (pointer: string, operand: string, value: string) => ({
  pointer,
  op: "none_match" as const,
  operand,
  value,
});
