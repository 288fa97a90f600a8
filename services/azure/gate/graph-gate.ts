import type { ReadRequest } from "../../../domain/read-step.ts";
import { type AdmittedRead, isRefusal, type PlaneOrigins, type Refusal, refusal } from "./admitted-read.ts";
import { urlOf } from "./arm-gate.ts";
import { castableLists, expandable, graphCast, graphPaths, personalProperty } from "./graph-routes.ts";
import { pathSegments } from "./path-text.ts";
import { queryString } from "./query-parameters.ts";

const guid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const guidKey = new RegExp(`^${guid}$`, "iu");
/** An opaque ID: of a grant, a policy, an audit entry. Names of functions (`delta`, `getByIds`) are letters alone. */
const opaqueKey = /^(?=.*[0-9_-])[A-Za-z0-9_-](?:[A-Za-z0-9._-]{0,158}[A-Za-z0-9_-])?$/u;
/** Whose objects have another key than a GUID. */
const keys: Readonly<Record<string, RegExp>> = {
  directoryAudits: opaqueKey,
  domains: /^(?!microsoft\.graph\.)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6}$/iu,
  federatedIdentityCredentials: /^(?!delta$)[A-Za-z0-9_-]{1,120}$/iu,
  oauth2PermissionGrants: opaqueKey,
  permissionGrantPolicies: opaqueKey,
  roleAssignmentScheduleInstances: opaqueKey,
  roleAssignments: opaqueKey,
  roleEligibilityScheduleInstances: opaqueKey,
  signIns: opaqueKey,
};
const userKey = /^[\p{L}\p{N}_'.+-]{1,113}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}$/u;
const alternateKey = new RegExp(
  `^(applications|servicePrincipals)\\((?:appId='${guid}'|uniqueName='[A-Za-z0-9_-]{1,120}')\\)$`,
  "iu",
);
const parameters = ["$count=true", "$expand", "$filter", "$orderby", "$search", "$select", "$top"];
const expansion = /^([A-Za-z]+)(?:\(\$select=([^()]+)\))?$/u;

const property = /^[A-Za-z][A-Za-z0-9]*(?:\/[A-Za-z][A-Za-z0-9]*)*$/u;

const routes = graphPaths.flatMap((path) => {
  const template = path.split("/");
  return template.at(-1) === "*" ? [template, template.slice(0, -1)] : [template];
});

/** Lets a Microsoft Graph read through: GET of a listed path below `/v1.0` or `/beta`, with the OData parameters. */
export function admitGraph(
  read: Extract<ReadRequest, { kind: "graph" }>,
  origins: PlaneOrigins,
): AdmittedRead | Refusal {
  const segments = pathSegments(read.path);
  if (isRefusal(segments)) return segments;
  const [version, ...relative] = segments;
  if (version !== "v1.0" && version !== "beta") return refusal("it is not below /v1.0 or /beta");
  if (!isListed(relative)) return refusal("it is not in the list of Microsoft Graph reads");
  const search = queryString(read.query ?? {}, parameters);
  if (typeof search !== "string") return search;
  const expand = valueOf(read.query, "$expand");
  if (expand !== undefined && !expansionIsAllowed(expand))
    return refusal("its $expand asks for more than that");
  const select = valueOf(read.query, "$select");
  if (select !== undefined && !selectionIsAllowed(select))
    return refusal("its $select asks for what is no property, or for what is a person's own");
  const url = urlOf("graph", segments, search.replace(/^&/u, "?"), origins);
  if (isRefusal(url)) return url;
  const filter = valueOf(read.query, "$filter");
  // https://learn.microsoft.com/graph/aad-advanced-queries: $count and $search answer 400 without the header.
  const isAdvanced = ["$count", "$search"].some((name) => valueOf(read.query, name) !== undefined);
  return {
    plane: "graph",
    method: "GET",
    url,
    source: "graph",
    request: `GET /${segments.join("/")}${url.search}`,
    ...(filter === undefined ? {} : { query: filter }),
    ...(isAdvanced ? { headers: { ConsistencyLevel: "eventual" } } : {}),
  };
}

function isListed(relative: readonly string[]): boolean {
  const last = relative.at(-1) ?? "";
  const list = relative.at(-2) ?? "";
  const path = graphCast.test(last) && castableLists.includes(list) ? relative.slice(0, -1) : relative;
  const [first = "", ...rest] = path;
  const alternate = alternateKey.exec(first)?.[1];
  const plain = alternate === undefined ? path : [alternate, "*", ...rest];
  return routes.some(
    (template) =>
      template.length === plain.length &&
      template.every((part, index) => {
        const segment = plain[index] ?? "";
        if (part !== "*") return part.toLowerCase() === segment.toLowerCase();
        return segment === "*" || isKey(segment, template[index - 1] ?? "");
      }),
  );
}

function isKey(segment: string, collection: string): boolean {
  const key = keys[collection];
  if (key !== undefined) return key.test(segment);
  return guidKey.test(segment) || (collection === "users" && userKey.test(segment));
}

function expansionIsAllowed(expand: string): boolean {
  const parts = expand.split(/,(?![^(]*\))/u).map((part) => part.trim());
  return parts.every((part) => {
    const [, relation = "", select] = expansion.exec(part) ?? [];
    return expandable.includes(relation) && (select === undefined || selectionIsAllowed(select));
  });
}

function selectionIsAllowed(select: string): boolean {
  const parts = select.split(",").map((part) => part.trim());
  return parts.every((part) => property.test(part) && !personalProperty.test(part));
}

function valueOf(query: Readonly<Record<string, string>> | undefined, name: string): string | undefined {
  return Object.entries(query ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
}
