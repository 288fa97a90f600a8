import { parseArmResourceId, sameArmId } from "../../domain/arm-resource-id.ts";
import type { Citation } from "../../domain/citation.ts";
import { plannedIds, fixedEvidence } from "../../domain/evidence.ts";
import type { Language } from "../../domain/language.ts";
import { type ReadRequest, type ReadStep, readKey } from "../../domain/read-step.ts";
import type { Answers } from "./bind-reads.ts";
import type { Hypothesis } from "./hypothesis.ts";
import type { PlanOptions } from "./plan-reads.ts";
import { causesOf } from "./verdict.ts";

/** The proof of a cause rarely rests on more items of lists than this. */
const mostPins = 4;

/** Answers whose elements are no resources of their own, although they carry IDs: a site's references to secrets are one table. */
const notResources =
  /^microsoft\.(?:insights\/eventtypes|resourcegraph|resources\/deployments\/operations|web\/sites\/(?:slots\/)?config\/)/;

/**
 * Reads the decisive items of lists once more, each by its own ID: a proof then stands on the resource itself, as it is
 * now, and one short `az rest` shows it. An item that cannot be read so leaves the proof where it is, in the list.
 */
export function pinReads(
  hypotheses: readonly Hypothesis[],
  answers: Answers,
  options: PlanOptions,
): ReadStep[] {
  const wanted = new Map<string, { request: ReadRequest; id: string; code: string }>();
  for (const { hypothesis } of causesOf(hypotheses))
    for (const citation of hypothesis.citations) {
      const request = pinOf(citation, answers);
      if (request === undefined || citation.resourceId === undefined) continue;
      const key = readKey(request);
      if (answers.byKey.has(key) || answers.unread.has(key) || wanted.has(key)) continue;
      wanted.set(key, { request, id: citation.resourceId, code: hypothesis.playbook.code });
    }
  return [...wanted.values()].slice(0, mostPins).map(({ request, id, code }, index) => ({
    ...plannedIds(options.nextStep + index),
    title: titles[options.language](id.split("/").at(-1) ?? id),
    decides: [code],
    request,
  }));
}

const titles: Record<Language, (name: string) => string> = {
  en: (name) => `${name} by its own ID, as the proof cites it`,
  ko: (name) => `${name} 단건 조회(인용할 근거)`,
};

/** The read of the item that a citation stands in; undefined where it stands in an answer about that item already. */
export function pinOf(citation: Citation, answers: Pick<Answers, "byId">): ReadRequest | undefined {
  const { evidenceId, resourceId } = citation;
  if (resourceId === undefined || evidenceId === fixedEvidence.subscriptions) return undefined;
  const document = answers.byId.get(evidenceId);
  const id = parseArmResourceId(resourceId);
  if (document === undefined || id === undefined || notResources.test(id.type)) return undefined;
  const { source, requestKey } = document.evidence;
  if (source !== "arm" && source !== "resource_graph") return undefined;
  const asked = requestKey.replace(/^arm /, "").replace(/\?.*$/, "");
  if (sameArmId(asked, resourceId)) return undefined;
  return { kind: "arm", path: resourceId };
}
