import { parseArmResourceId } from "../../domain/arm-resource-id.ts";
import type { Evidence } from "../../domain/evidence.ts";
import { type ModelPlan, type ModelRead, modelPlanLimits } from "../../domain/model/model-plan.ts";
import { type ReadRequest, readKey } from "../../domain/read-step.ts";
import { redactText } from "../../domain/redaction/redact-text.ts";
import type { Signals } from "../../domain/signals.ts";
import type { AcceptedPlan, AcceptedRead, Suspicion } from "./accepted-plan.ts";
import { findResource } from "./find-resource.ts";
import { isFreeOf, mayBeAsked } from "./may-be-asked.ts";
import { plainSentence } from "./plain-sentence.ts";
import { isShown, shownIds } from "./shown-resources.ts";
import { type ToldTexts, toldTexts } from "./told-texts.ts";

export interface AcceptOptions {
  signals: Signals;
  evidence: readonly Evidence[];
  /** The causes that a check ships for. */
  codes: ReadonlySet<string>;
  /** The read gate. */
  admits: (request: ReadRequest) => boolean;
}

const titleCharacters = 120;
const becauseCharacters = 300;
const kqlCharacters = 2_000;
const mostMetrics = 5;
/** Around the failure, or up to now where that is earlier. */
const hoursBefore = 6;
const hoursAfter = 2;

/**
 * Of what a model plans, what may be done: causes that have a check, at resources that Azure has shown; reads that the gate
 * lets through, of such resources, each of which decides something; suspicions as plain sentences, each with such a read. Nothing of it may be what
 * a text of somebody else's says: neither a cause by our own name for it, nor a name, path, query or sentence. The rest is
 * left out and counted.
 */
export function acceptPlan(plan: ModelPlan, options: AcceptOptions): AcceptedPlan {
  const shown = shownIds(options.signals, options.evidence);
  const texts = toldTexts(options.evidence);
  const hypotheses = plan.hypotheses.slice(0, modelPlanLimits.hypotheses).flatMap((one) => {
    if (!options.codes.has(one.code) || texts.isTold(one.code)) return [];
    const id = one.resource_id === null ? undefined : parseArmResourceId(one.resource_id)?.id;
    return id !== undefined && isShown(id, shown) && isFreeOf(id, texts)
      ? [{ code: one.code, resourceId: id }]
      : [{ code: one.code }];
  });
  const suspected = plan.suspicions.slice(0, modelPlanLimits.suspicions).flatMap((one) => {
    const title = plainSentence(one.title, titleCharacters);
    const because = plainSentence(one.because, becauseCharacters);
    if (title === undefined || because === undefined) return [];
    return [title, because].every((said) => isOfItsOwn(said, texts, options.codes))
      ? [{ title, because }]
      : [];
  });
  const reads = acceptReads(plan.reads, suspected, shown, texts, options);
  const suspicions = suspected.filter(({ title }) => reads.some(({ decides }) => decides.includes(title)));
  const offered = plan.hypotheses.length + plan.suspicions.length + plan.reads.length;
  const taken = hypotheses.length + suspicions.length + reads.length;
  return { hypotheses, suspicions, reads, refused: offered - taken };
}

/** Not what a text says, not our name for a cause, and no name that only a text of somebody else's holds. */
function isOfItsOwn(sentence: string, texts: ToldTexts, codes: ReadonlySet<string>): boolean {
  if (texts.isRepeated(sentence) || [...codes].some((code) => sentence.includes(code))) return false;
  const names = sentence.match(/[\p{L}\p{N}]+(?:[-._/][\p{L}\p{N}]+)+|\S*\d\S*/gu) ?? [];
  return names.every((name) => !texts.isOnlyTold(name));
}

function acceptReads(
  planned: readonly ModelRead[],
  suspicions: readonly Suspicion[],
  shown: ReadonlySet<string>,
  texts: ToldTexts,
  { signals, evidence, codes, admits }: AcceptOptions,
): AcceptedRead[] {
  const known = new Set(evidence.map(({ requestKey }) => requestKey));
  const titles = new Set(suspicions.map(({ title }) => title));
  return planned.slice(0, modelPlanLimits.reads).flatMap((read) => {
    const request = requestOf(read, signals);
    const named = read.decides.map((what) => redactText(what).trim());
    const decides = [
      ...new Set(named.filter((what) => (codes.has(what) && !texts.isTold(what)) || titles.has(what))),
    ];
    if (request === undefined || decides.length === 0) return [];
    const key = readKey(request);
    if (known.has(key) || !leadsToShown(request, shown) || !admits(request)) return [];
    if (!mayBeAsked(request, { texts, signals, evidence })) return [];
    known.add(key);
    return [{ request, decides }];
  });
}

function requestOf(read: ModelRead, signals: Signals): ReadRequest | undefined {
  const { kind, name, path, resource_id: resourceId, kql, metric_names: names, aggregation } = read;
  if (kind === "find_resource") return name === null ? undefined : findResource(name);
  if (kind === "arm" || kind === "graph") return path === null ? undefined : { kind, path };
  if (kind === "resource_graph")
    return kql === null || kql.length > kqlCharacters ? undefined : { kind, query: kql };
  if (resourceId === null) return undefined;
  const span = spanOf(signals);
  if (kind === "logs")
    return kql === null || kql.length > kqlCharacters ? undefined : { kind, resourceId, query: kql, ...span };
  if (names === null || names.length === 0) return undefined;
  const metricNames = [...new Set(names)].slice(0, mostMetrics);
  return { kind, resourceId, metricNames, aggregation: [aggregation ?? "Total"], interval: "PT5M", ...span };
}

/** What has no place of its own (Microsoft Graph, a query over all subscriptions) is the gate's matter alone. */
function leadsToShown(request: ReadRequest, shown: ReadonlySet<string>): boolean {
  switch (request.kind) {
    case "arm":
      return isShown(request.path, shown);
    case "logs":
    case "metrics":
      return isShown(request.resourceId, shown);
    case "resource_graph":
    case "graph":
      return true;
  }
}

function spanOf({ observedAt, now }: Signals): { from: string; to: string } {
  const at = Date.parse(observedAt);
  const end = Math.min(at + hoursAfter * 3_600_000, Math.max(at, Date.parse(now)));
  return {
    from: new Date(at - hoursBefore * 3_600_000).toISOString(),
    to: new Date(Math.max(end, at + 1)).toISOString(),
  };
}
