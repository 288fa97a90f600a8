import type { Evidence } from "../../domain/evidence.ts";
import type { ReadRequest } from "../../domain/read-step.ts";
import type { Signals } from "../../domain/signals.ts";
import { soughtName } from "./find-resource.ts";
import { literalsOfPlainKql } from "./plain-kql.ts";
import { stringsIn } from "./strings-in.ts";
import type { ToldTexts } from "./told-texts.ts";

/** What every name may hold beside the words that the developer uses. */
const commonParts =
  /^(?:dev|test|tst|qa|stage|stg|staging|uat|prod|prd|production|live|shared|common|main|\d{1,3}|[a-z])$/u;
const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/giu;
const type = /^microsoft\.[a-z.]{2,60}(?:\/[a-z]{2,60}){1,3}$/iu;
/** A state, a level, a number: no name. */
const plainValue = /^[A-Za-z]{2,24}$|^[0-9.:TZ -]{1,30}$/u;

export interface Surroundings {
  readonly texts: ToldTexts;
  readonly signals: Signals;
  readonly evidence: readonly Evidence[];
}

/**
 * True for a read that the model may have come upon by itself: nothing that it names is there only because a text of somebody
 * else's names it, and a query is plain and speaks of what Azure has shown or the developer wrote.
 */
export function mayBeAsked(request: ReadRequest, { texts, signals, evidence }: Surroundings): boolean {
  switch (request.kind) {
    case "arm":
      return !texts.isTold(request.path) && !namesIn(request.path).some((name) => texts.isOnlyTold(name));
    case "metrics":
      return isFreeOf(request.resourceId, texts);
    case "logs": {
      const literals = literalsOfPlainKql("logs", request.query);
      if (literals === undefined || texts.isTold(request.query)) return false;
      return isFreeOf(request.resourceId, texts) && literals.every((text) => !texts.isOnlyTold(text));
    }
    case "resource_graph": {
      const sought = soughtName(request.query);
      if (sought !== undefined) return isBuiltOfOwn(sought, texts);
      const literals = literalsOfPlainKql("resource_graph", request.query);
      if (literals === undefined || texts.isTold(request.query)) return false;
      const shown = new Set(
        signals.resources.flatMap(({ id, name }) => [id.toLowerCase(), name.toLowerCase()]),
      );
      return literals.every(
        (text) =>
          !texts.isOnlyTold(text) &&
          (type.test(text) || plainValue.test(text) || shown.has(text.toLowerCase()) || texts.isOwn(text)),
      );
    }
    case "graph": {
      const ids = request.path.match(guid) ?? [];
      const known = new Set(signals.guids.map((signal) => signal.guid.toLowerCase()));
      return (
        ids.length > 0 &&
        !texts.isTold(request.path) &&
        ids.every((id) => known.has(id.toLowerCase()) || isShownId(id, evidence, texts))
      );
    }
  }
}

/** Of a resource at which a cause may be looked for. */
export function isFreeOf(resourceId: string, texts: ToldTexts): boolean {
  return !texts.isTold(resourceId) && !namesIn(resourceId).some((name) => texts.isOnlyTold(name));
}

/** The names in a path: what stands after a type. */
function namesIn(path: string): string[] {
  const parts = path.split("/").filter((part) => part !== "");
  const providers = parts.findIndex((part) => part.toLowerCase() === "providers");
  const own =
    providers < 0 ? parts.slice(3, 4) : parts.slice(providers + 2).filter((_, index) => index % 2 === 1);
  return own.filter((name) => name.length > 2 && !/^(?:current|default|web|microsoft\..*)$/iu.test(name));
}

/** A name that stands in the developer's own texts, or is put together of what stands there. */
function isBuiltOfOwn(name: string, texts: ToldTexts): boolean {
  if (texts.isOwn(name)) return true;
  if (texts.isTold(name)) return false;
  const parts = name
    .toLowerCase()
    .split(/[-._]+/u)
    .filter((part) => part !== "");
  return (
    parts.some((part) => texts.isOwn(part)) &&
    parts.every((part) => commonParts.test(part) || texts.isOwn(part))
  );
}

/** An ID that Azure gives as a value, not one that a text speaks of. */
function isShownId(id: string, evidence: readonly Evidence[], texts: ToldTexts): boolean {
  if (texts.isTold(id)) return false;
  const sought = id.toLowerCase();
  return evidence.some(
    ({ source, body }) =>
      source !== "request" &&
      source !== "model" &&
      stringsIn(JSON.parse(body)).some((text) => text.toLowerCase() === sought),
  );
}
