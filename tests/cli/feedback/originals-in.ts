import type { Scenario } from "../../../cli/feedback/scenario/scenario-of.ts";
import { builtInRoles } from "../../../diagnosis/analyses/access/built-in-roles.ts";
import { allPlaybooks } from "../../../diagnosis/playbooks/all-playbooks.ts";
import type { DebugRequest } from "../../../domain/contract/debug-request.ts";
import type { Tenant } from "../../../simulator/tenant/tenant-schema.ts";

interface Original {
  request: DebugRequest;
  tenant: Tenant;
}

const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/giu;
const address = /(?<![\d.\w/])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/gu;
/** The Azure CLI, the Azure portal, Azure Storage: known to everybody. */
const ofMicrosoft = [
  "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
  "c44b4083-3bb0-49c1-b47d-974e53cbdf3c",
  "e406a681-f3d4-42a8-90b6-c2b029497af1",
];
/** Ranges and services, not somebody's addresses; versions of libraries look the same. */
const anybodysAddress =
  /^(?:0\.|127\.|169\.254\.|255\.|168\.63\.129\.16$|10\.0\.0\.0$|172\.16\.0\.0$|192\.168\.0\.0$|100\.64\.0\.0$|22[4-9]\.|8\.8\.|1\.1\.1\.1$)/u;
/** Names that Azure gives, or that everybody does. */
const anybodysName =
  /^(?:privatelink\..*|default.*|allowall.*|azureservices|\d+|[a-z]+|max_connections|.*(?:gatewaysubnet|bastionsubnet|firewallsubnet)|kubernetes-internal|network-contributor)$/iu;

/**
 * What of an original must not be in what is given to others, gathered here from the original's own files: every GUID but those that
 * mean the same in every tenant, every name of a resource or group that is no ordinary word, every person, mail and address.
 */
export function originalsIn({ request, tenant }: Original): string[] {
  const text = JSON.stringify([request, tenant]);
  const shared = JSON.stringify([[...builtInRoles.keys()], allPlaybooks]).toLowerCase();
  const guids = (text.match(guid) ?? []).map((id) => id.toLowerCase());
  const names = tenant.resources.flatMap(({ id }) => namesOf(id));
  const people = tenant.users.flatMap(({ upn, displayName }) => [
    upn,
    upn.split("@")[1] ?? "",
    displayName ?? "",
  ]);
  const addresses = (JSON.stringify(tenant).match(address) ?? []).filter((one) => !anybodysAddress.test(one));
  return [
    ...new Set([
      ...guids.filter((id) => !isMicrosofts(id, shared, text)),
      ...names.filter((name) => name.length >= 5 && !anybodysName.test(name)),
      ...people.filter((one) => one !== ""),
      ...addresses,
    ]),
  ];
}

function isMicrosofts(id: string, shared: string, text: string): boolean {
  if (shared.includes(id) || /^0{8}-|^0{5}[0-9a-f]{3}-0000-0000-c000-/u.test(id)) return true;
  const builtIn = new RegExp(
    `"/providers/Microsoft\\.Authorization/(?:role|policy|policySet)Definitions/${id}`,
    "iu",
  );
  return builtIn.test(text) || ofMicrosoft.includes(id);
}

function namesOf(id: string): string[] {
  const [, group = ""] = /\/resourceGroups\/([^/]+)/iu.exec(id) ?? [];
  const [, own = ""] = /.*\/providers\/[^/]+\/[^/]+\/([^/]+)$/iu.exec(id) ?? [];
  return [group, own].filter((name) => name !== "" && !/^[0-9a-f-]{36}$/u.test(name));
}

/** True where the export holds it as a whole: in no longer name, address or number. */
export function writtenIn(
  { expected, missing, request, tenant, toComplete }: Scenario,
  original: string,
): boolean {
  const text = JSON.stringify([request, tenant, expected, missing, toComplete]);
  const literal = original.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
  return new RegExp(`(?<![\\p{L}\\d.-])${literal}(?![\\p{L}\\d-])`, "iu").test(text);
}
