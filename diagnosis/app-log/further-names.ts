import { type ReadRequest, readKey } from "../../domain/read-step.ts";
import type { Signals } from "../../domain/signals.ts";
import { type Answers, refusalOf } from "../assessment/bind-reads.ts";
import type { ExtractedSignals } from "../signals/extract-signals.ts";
import {
  type FurtherRows,
  namesQuery,
  neighboursQuery,
  spokenQuery,
  type StoredRows,
} from "../signals/resolve-names.ts";
import { resourceRows } from "../signals/resource-rows.ts";

/** What Azure knows under the names of a log, and the read that is wanted before that is known. */
export interface FurtherNames {
  readonly rows: FurtherRows;
  readonly wanted?: { readonly request: ReadRequest; readonly about: "names" | "neighbours" };
}

/** A log may hold hundreds of words: those that come first. */
const mostNames = 150;

/**
 * Resolves what a log names and the request does not, with three queries of Resource Graph at most: what carries such a name; what
 * stands beside that in groups that nothing has led to yet; and, of the services that the log only speaks of, all that there is.
 */
export function furtherNames(told: ExtractedSignals, signals: Signals, answers: Answers): FurtherNames {
  const rows: { names: StoredRows[]; neighbours: StoredRows[] } = { names: [], neighbours: [] };
  const ask = (
    request: ReadRequest | undefined,
    about: keyof FurtherRows,
  ): StoredRows | "pending" | undefined => {
    if (request === undefined) return undefined;
    const answer = answerTo(request, answers);
    if (answer !== undefined && answer !== "pending") rows[about].push(answer);
    return answer;
  };
  const byName = namesQuery(newIn(told, signals));
  const names = ask(byName, "names");
  if (names === "pending") return { rows, wanted: { request: byName!, about: "names" } };
  const found = resourceRows(names?.body).map(({ row }) => row);
  const groups = new Set(signals.resources.map(({ id }) => groupOf(id)));
  const elsewhere = found.filter(({ id }) => groupOf(id) !== "" && !groups.has(groupOf(id)));
  const known = [...found, ...signals.resources];
  for (const query of [
    elsewhere.length === 0 ? undefined : neighboursQuery(elsewhere),
    spokenQuery(known, told),
  ])
    if (ask(query, "neighbours") === "pending")
      return { rows, wanted: { request: query!, about: "neighbours" } };
  return { rows };
}

function answerTo(request: ReadRequest, answers: Answers) {
  const key = readKey(request);
  const document = answers.byKey.get(key);
  if (document === undefined) return answers.unread.has(key) ? undefined : ("pending" as const);
  if (refusalOf(document, answers) !== undefined) return undefined;
  return { evidenceId: document.evidence.evidenceId, body: document.body };
}

/** Only what the request has not led to. */
function newIn(told: ExtractedSignals, signals: Signals): ExtractedSignals {
  const known = {
    names: new Set(signals.names.map((name) => name.toLowerCase())),
    ids: new Set(signals.resourceIds.map(({ id }) => id.toLowerCase())),
    guids: new Set(signals.guids.map(({ guid }) => guid.toLowerCase())),
    hosts: new Set(signals.hosts.map(({ host }) => host.toLowerCase())),
  };
  return {
    ...told,
    names: told.names.filter((name) => !known.names.has(name.toLowerCase())).slice(0, mostNames),
    resourceIds: told.resourceIds.filter(({ id }) => !known.ids.has(id.toLowerCase())),
    guids: told.guids.filter(({ guid }) => !known.guids.has(guid.toLowerCase())),
    hosts: told.hosts.filter(({ host }) => !known.hosts.has(host.toLowerCase())),
  };
}

function groupOf(id: string): string {
  return /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+/u.exec(id.toLowerCase())?.[0] ?? "";
}
