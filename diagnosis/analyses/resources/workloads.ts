import type { EvaluationContext } from "../../evaluation/evaluated.ts";
import { type AnalysisFunction, type Evaluated, known } from "../../evaluation/evaluated.ts";
import { isObject } from "../../../domain/json-value.ts";
import { fieldOf } from "../../evaluation/navigate.ts";
import { placeIn, proseOf, rows } from "./targets.ts";

/** Resources that run code, by the place where the failing code seems to run. */
const typesByPlace: Readonly<Record<string, readonly string[]>> = {
  functions: ["microsoft.web/sites", "microsoft.web/sites/slots"],
  app_service: ["microsoft.web/sites", "microsoft.web/sites/slots"],
  container_apps: ["microsoft.app/containerapps", "microsoft.app/jobs"],
  container_instance: ["microsoft.containerinstance/containergroups"],
  aks: ["microsoft.containerservice/managedclusters"],
  vm: ["microsoft.compute/virtualmachines"],
};
/** Agents that people keep themselves run on machines and in containers; what they deploy calls nothing for them. */
const agentTypes = [
  "microsoft.compute/virtualmachines",
  "microsoft.compute/virtualmachinescalesets",
  "microsoft.containerservice/managedclusters",
  "microsoft.containerinstance/containergroups",
  "microsoft.app/jobs",
];
/** Lines that only the agent of a pipeline writes. */
const pipelineLog =
  "Process completed with exit code [0-9]|##.(?:error|section|command|group).|^ {0,4}shell: [^ ]{1,80}(?:bash|sh|pwsh|powershell)|^Runner name: |Agent name: ";
const ownAgents = ["github_self_hosted", "azure_devops_self_hosted"];
const everyType = [
  ...new Set(Object.values(typesByPlace).flat()),
  "microsoft.logic/workflows",
  "microsoft.datafactory/factories",
];
/** What calls other services as one of its tasks: looked at only where the request names it. */
const namedTypes = [
  "microsoft.apimanagement/service",
  "microsoft.automation/automationaccounts",
  "microsoft.search/searchservices",
  "microsoft.eventgrid/systemtopics",
  "microsoft.streamanalytics/streamingjobs",
  "microsoft.synapse/workspaces",
  "microsoft.machinelearningservices/workspaces",
  "microsoft.compute/virtualmachinescalesets",
];
/** The call does not come out of a resource of the tenant. */
const elsewhere = ["local", "azure_devops_hosted", "github_hosted", "cloud_shell"];
const mostWorkloads = 10;

/**
 * `workload_ids()`: the IDs of the resources that may have made the failing call, likeliest first, ten at most: of the
 * types that fit where the code seems to run, named ones before those that only stand beside; not those of which the error
 * or the notes only say that they work, while others are left. Empty where the call comes from a laptop or a hosted build agent.
 */
export const workloadIds: AnalysisFunction = (_, context) => {
  const places = placesOf(context);
  const types = isAgentsLog(places, context)
    ? agentTypes
    : places.flatMap((place) => typesByPlace[place] ?? []);
  if (types.length === 0 && places.some((place) => elsewhere.includes(place))) return known([]);
  const wanted = types.length > 0 ? [...new Set(types)] : everyType;
  const isNamed = ["id", "host", "name"];
  const tiers = [isNamed, ["neighbour"]].map((matches) =>
    matches.flatMap((matchedBy) => rows(context, wanted, matchedBy)),
  );
  const hidden = tiers[0]!.length === 0 ? givenIds(wanted, context) : [];
  if (hidden.length > 0) return known(hidden.slice(0, mostWorkloads));
  // Of what only serves now and then, nothing but a name tells that it called.
  if (types.length === 0 && tiers[0]!.length === 0)
    tiers.unshift(isNamed.flatMap((matchedBy) => rows(context, namedTypes, matchedBy)));
  const prose = proseOf(context);
  const concerned = tiers.map((found) =>
    found.filter((row) => placeIn(prose, fieldOf(row, "name")) !== "working"),
  );
  for (const found of [...concerned, ...tiers]) {
    const fitting = found.filter((row) => fits(row, places));
    const ids = (fitting.length > 0 ? fitting : found).flatMap(idOf);
    if (ids.length > 0) return known(ids.slice(0, mostWorkloads));
  }
  return known([]);
};

/** What was sent by its ID and is not to be seen: what stands beside has not called in its place. */
function givenIds(wanted: readonly string[], context: EvaluationContext): string[] {
  const given = context.evaluate(
    "not_null($.signals.resourceIds, `[]`)[?starts_with(pointer, '/context') && contains($wanted, type)].id",
    known(null),
    { wanted: known([...wanted]) },
  );
  return given.kind === "known" && Array.isArray(given.value)
    ? given.value.filter((id) => typeof id === "string")
    : [];
}

function placesOf(context: EvaluationContext): string[] {
  const places = context.evaluate("$.signals.runsOn[].place", known(null));
  return places.kind === "known" && Array.isArray(places.value)
    ? places.value.filter((place) => typeof place === "string")
    : [];
}

/** The error is the log of a pipeline on an agent of one's own, and shows no other place that its step worked in. */
function isAgentsLog(places: readonly string[], context: EvaluationContext): boolean {
  if (!places.some((place) => ownAgents.includes(place)) || places.some((place) => place in typesByPlace))
    return false;
  const shown = context.evaluate("matches($.request.error, $log)", known(null), { log: known(pipelineLog) });
  return shown.kind === "known" && shown.value === true;
}

/** Function apps and web apps are one ARM type, told apart by their kind. */
function fits(row: Evaluated, places: readonly string[]): boolean {
  if (row.kind !== "known" || !isObject(row.value) || row.value["type"] !== "microsoft.web/sites")
    return true;
  const { kind } = row.value;
  const isFunctionApp = typeof kind === "string" && kind.includes("functionapp");
  if (places.includes("functions")) return isFunctionApp;
  return !places.includes("app_service") || !isFunctionApp;
}

function idOf(row: Evaluated): string[] {
  return row.kind === "known" && isObject(row.value) && typeof row.value["id"] === "string"
    ? [row.value["id"]]
    : [];
}
