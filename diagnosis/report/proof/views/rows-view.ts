import { parseArmResourceId } from "../../../../domain/arm-resource-id.ts";
import type { CommandEvidence } from "../../../../domain/az-command/az-command.ts";
import { isMarked } from "../../../../domain/redaction/marker.ts";
import type { JsonValue } from "../../../../domain/json-value.ts";
import { childOf, type EvidenceDocument, type PathStep } from "../../../evaluation/place.ts";
import { tableOf } from "../../../../domain/evidence-shape.ts";
import { pathBelow } from "../list-path.ts";
import { type AzView, plainView } from "./plain-view.ts";

/** So many rows `az graph query` gives at once. */
const mostRows = 1_000;
const containers = /^microsoft\.resources\/(?:subscriptions|resourcegroups)$/;
/** A stage that leaves the columns of a table as they are. */
const plainStage =
  /^(?:where\b|order by\b|sort by\b|take\b|limit\b|project \w+(?:, ?\w+)*$|union \(\w+$|\w+$)/u;

/**
 * Resource Graph's rows as `az graph query` gives them: `{ count, data, skip_token, total_records }`. A row that is a
 * resource as it stands in its table is asked for alone, by its ID.
 *
 * @see https://learn.microsoft.com/cli/azure/graph#az-graph-query
 */
export function rowsView(
  { evidence, body }: EvidenceDocument,
  steps: readonly PathStep[],
): AzView | undefined {
  const [list, index, ...rest] = steps;
  const rows = childOf(body, "data");
  if (list !== "data" || !Array.isArray(rows)) return undefined;
  const row = typeof index === "number" ? rows[index] : undefined;
  const alone = row === undefined ? undefined : askedAlone(row, evidence);
  if (row === undefined || alone === undefined)
    return rows.length > mostRows ? undefined : plainView(evidence, answerOf(rows), steps);
  const path = rest.length === 0 ? "data[0]" : `data[0].${pathBelow(row, rest)}`;
  return { ...plainView(alone, answerOf([row]), []), path };
}

function answerOf(rows: readonly JsonValue[]): JsonValue {
  return { count: rows.length, data: [...rows], skip_token: null, total_records: rows.length };
}

function askedAlone(row: JsonValue, evidence: CommandEvidence): CommandEvidence | undefined {
  const id = childOf(row, "id");
  const { query = "" } = evidence;
  if (typeof id !== "string" || /['\\]/.test(id) || isMarked(id) || !leavesColumns(query)) return undefined;
  const parsed = parseArmResourceId(id);
  if (parsed?.subscriptionId === undefined) return undefined;
  const table = containers.test(parsed.type) ? "resourcecontainers" : tableOf(query);
  return {
    ...evidence,
    query: `${table} | where id =~ '${id}'`,
    requestKey: `resource_graph ${parsed.subscriptionId} `,
  };
}

function leavesColumns(query: string): boolean {
  return query
    .replaceAll(/'(?:\\.|[^'\\])*'/g, "''")
    .split("|")
    .every((stage) => plainStage.test(stage.trim().replace(/\)$/, "")));
}
