import { isObject, objectsIn, textIn } from "./json-shapes.ts";
import { isOfList } from "./resources-of.ts";
import type { CannedAnswer, ScenarioTenant } from "./scenario-tenant.ts";
import type { StoredRead } from "./stored-read.ts";

/** Refusals that say no more than that this may not be read. */
const plainDenials = new Set([
  "AuthorizationFailed",
  "Authorization_RequestDenied",
  "LinkedAuthorizationFailed",
]);

/** What may not be read, of refusals that say no more than that. */
export function deniedOf(reads: readonly StoredRead[]): ScenarioTenant["denied"] {
  const paths = reads
    .filter((read) => read.evidence.status === 403 && isPlainDenial(read))
    .map(({ path }) => path.replace(/^\/v1(?=\/subscriptions\/)/iu, "").replace(/\/query$/iu, ""));
  return [...new Set(paths)].map((prefix) => ({ prefix }));
}

/**
 * Answers that do not follow from resources: lists of what has no resource ID (usages, SKUs, models), refusals with a code of their
 * own. Their time range is not among the parameters that must match: another diagnosis asks at another time.
 */
export function answersOf(reads: readonly StoredRead[]): CannedAnswer[] {
  return reads.filter(isOfItsOwn).map(({ body, evidence, method, path, query }) => ({
    method,
    path,
    query: Object.fromEntries(Object.entries(query).filter(([name]) => name.toLowerCase() !== "timespan")),
    status: evidence.status,
    body,
  }));
}

function isOfItsOwn(read: StoredRead): boolean {
  const { body, evidence, path } = read;
  const { source, status } = evidence;
  if (source !== "arm" && source !== "graph") return false;
  if (status === 404) return false;
  if (status === 403) return !isPlainDenial(read);
  if (status >= 300) return true;
  if (source === "graph") return false;
  if (!isObject(body)) return true;
  if (/^\/subscriptions$/iu.test(path)) return false;
  if (!Array.isArray(body["value"])) return textIn(body, "id") === "";
  return body["value"].length > 0 && !objectsIn(body, "value").some((item) => isOfList(item, path));
}

function isPlainDenial({ body }: StoredRead): boolean {
  const error = isObject(body) ? body["error"] : undefined;
  return plainDenials.has(textIn(error, "code"));
}
