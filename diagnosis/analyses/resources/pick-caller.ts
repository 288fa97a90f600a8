import {
  type AnalysisFunction,
  type Evaluated,
  type EvaluationContext,
  known,
  unknown,
} from "../../evaluation/evaluated.ts";
import { elementsOf } from "../../evaluation/navigate.ts";
import { truthOf } from "../../evaluation/truth.ts";
import { onlyOneSaid } from "./own-words.ts";
import { fitIn } from "./targets.ts";

const hostsOf =
  "[properties.hostNames, properties.configuration.ingress.fqdn, properties.configuration.ingress.customDomains[].name][]";
const identitiesOf =
  "[identity.principalId, properties.identityProfile.kubeletidentity.objectId, values(not_null(identity.userAssignedIdentities, `{}`))[].principalId][]";

const errorText = "$.request.error";
/** In a repository of several apps a folder of each carries its name: `cmd/dispatcher/main.go`. */
const filePaths = "join(' ', keys(not_null($.request.source_code, `{}`)))";

/** Runtimes of App Service by the tools that only their programs show. The Functions host itself prints .NET for all of them. */
const runtimes: readonly { tools: readonly string[]; runtime: string }[] = [
  { tools: ["node", "azure-sdk-js"], runtime: "^node" },
  { tools: ["python", "azure-sdk-python"], runtime: "^python" },
  { tools: ["java", "azure-sdk-java"], runtime: "^(java|tomcat|jboss)" },
  { tools: ["php"], runtime: "^php" },
  { tools: ["dotnet", "azure-sdk-net"], runtime: "^(dotnet|aspnet)" },
];

/**
 * `pick_caller(workloads, principal, assignments, children?, alikeBy?)`: which of the resources (rows with `identity`) made the call: the
 * one that carries the identity that was seen; the only one there is, or that runs the language of the error, in the version that it shows; the one that
 * serves a host name of the notes; the one that holds one of `children` (resource IDs, such as those of the function that
 * failed); the only one whose identity the target's role assignments name; else the only one of whose name the error
 * says a word that no other has (`dispatch` of `app-dispatch`); else the only one whose ID was sent beside the error, or of whose
 * name the path of a file says a word; else the only one of the environment that fails, where all
 * others are of another; else any, where one identity is all that each of them has. Null where there is none; unknown where several are left.
 */
export const pickCaller: AnalysisFunction = (args, context) => {
  const [workloads, principal, assignments, children, alikeBy] = args;
  if (workloads?.kind !== "known") return workloads ?? known(null);
  const all = elementsOf(workloads) ?? [];
  if (principal?.kind === "known" && typeof principal.value === "string" && principal.value !== "") {
    const carrying = only(
      context.evaluate(`$all[?contains(${identitiesOf}, $principal)]`, known(null), {
        all: workloads,
        principal,
      }),
    );
    if (carrying !== undefined) return carrying;
  }
  const single = all.length === 1 ? all[0] : only(appsOf(workloads, context));
  if (single !== undefined) return single;
  if (all.length === 0) return known(null);
  const fitting = byVersion(byRuntime(workloads, context), context);
  return (
    only(fitting) ??
    byHost(fitting, context) ??
    byChild(fitting, children, context) ??
    byAssignment(fitting, assignments, context) ??
    anyAlike(fitting, alikeBy, context) ??
    bySaid(errorText, fitting, context) ??
    byGiven(fitting, context) ??
    bySaid(filePaths, fitting, context) ??
    byEnvironment(fitting, context) ??
    anyOfOneIdentity(fitting, context) ??
    unknown({ kind: "undecided", what: { en: "which app made the call", ko: "호출한 앱" } })
  );
};

/** Those that run the one language that the error shows, or do not say what they run; all, where none fits for sure. */
function byRuntime(workloads: Evaluated, context: EvaluationContext): Evaluated {
  const seen = context.evaluate(
    "not_null($.signals.tools, `[]`)[?starts_with(pointer, '/error')].tool",
    known(null),
  );
  const tools = seen.kind === "known" && Array.isArray(seen.value) ? seen.value : [];
  const languages = runtimes.filter((language) => language.tools.some((tool) => tools.includes(tool)));
  if (languages.length !== 1 || tools.includes("functions-host")) return workloads;
  const runtime = known(languages[0]!.runtime);
  const fitting = (orUnstated: string) =>
    context.evaluate(
      `$all[?matches(not_null(properties.siteConfig.linuxFxVersion, ''), $runtime)${orUnstated}]`,
      known(null),
      { all: workloads, runtime },
    );
  if (rowsOf(fitting("")).length === 0) return workloads;
  return fitting(
    " || !matches(not_null(properties.siteConfig.linuxFxVersion, ''), '^(node|python|java|tomcat|jboss|php|dotnet|aspnet)')",
  );
}

/** How the frames of a program show the version of its runtime, and how App Service writes it. */
const versions: readonly { shown: string; stack: string }[] = [
  { shown: "[/\\\\](?:lib[/\\\\])?python(3[.][0-9]{1,2})[/\\\\]", stack: "python[|]" },
  { shown: "Node[.]js v([0-9]{2})[.]", stack: "node[|]" },
];

/** Of several apps of one language, those that run the version that the error shows, where any does. */
function byVersion(workloads: Evaluated, context: EvaluationContext): Evaluated {
  for (const { shown, stack } of versions) {
    const version = context.evaluate("find($.request.error, $shown)", known(null), { shown: known(shown) });
    if (version.kind !== "known" || typeof version.value !== "string") continue;
    const pattern = known(`^${stack}${version.value.replaceAll(".", "[.]")}(?:[^0-9]|$)`);
    const fitting = context.evaluate(
      "$all[?matches(not_null(properties.siteConfig.linuxFxVersion, ''), $pattern)]",
      known(null),
      { all: workloads, pattern },
    );
    if (rowsOf(fitting).length > 0) return fitting;
  }
  return workloads;
}

function byChild(
  workloads: Evaluated,
  children: Evaluated | undefined,
  context: EvaluationContext,
): Evaluated | undefined {
  if (children === undefined) return undefined;
  if (children.kind === "unknown")
    return children.reasons.some(({ kind }) => kind === "pending") ? children : undefined;
  return only(
    context.evaluate("$all[?let $row = id in length($children[?id_covers($row, @)]) > `0`]", known(null), {
      all: workloads,
      children,
    }),
  );
}

const networkOf =
  "lower(not_null(properties.virtualNetworkSubnetId, properties.managedEnvironmentId, properties.environmentId, ''))";
const addressesOf = `join(' ', [${networkOf}, to_string(not_null(properties.outboundIpAddresses, ''))])`;

function anyAlike(
  workloads: Evaluated,
  alikeBy: Evaluated | undefined,
  context: EvaluationContext,
): Evaluated | undefined {
  if (alikeBy?.kind !== "known" || typeof alikeBy.value !== "string") return undefined;
  const way = alikeBy.value === "address" ? addressesOf : networkOf;
  const ways = context.evaluate(`distinct($all[].${way})`, known(null), { all: workloads });
  if (ways.kind !== "known" || !Array.isArray(ways.value)) return undefined;
  const [first, ...others] = ways.value;
  const isKnown = typeof first === "string" && first.trim() !== "";
  return isKnown && others.length === 0 ? rowsOf(workloads)[0] : undefined;
}

/** The notes say which site it is by the address that people know it under. Other hosts may be those that were called. */
function byHost(workloads: Evaluated, context: EvaluationContext): Evaluated | undefined {
  const hosts = context.evaluate(
    "not_null($.signals.hosts, `[]`)[?starts_with(pointer, '/context')].host",
    known(null),
  );
  return only(
    context.evaluate(`$all[?length((${hostsOf})[?contains($hosts, @)]) > \`0\`]`, known(null), {
      all: workloads,
      hosts,
    }),
  );
}

function byAssignment(
  workloads: Evaluated,
  assignments: Evaluated | undefined,
  context: EvaluationContext,
): Evaluated | undefined {
  if (assignments === undefined) return undefined;
  if (assignments.kind === "unknown")
    return assignments.reasons.some(({ kind }) => kind === "pending") ? assignments : undefined;
  const granted = context.evaluate("$assignments.value[].properties.principalId", known(null), {
    assignments,
  });
  if (granted.kind === "unknown") return granted;
  const named = context.evaluate(
    `$all[?length((${identitiesOf})[?contains($granted, @)]) > \`0\`]`,
    known(null),
    { all: workloads, granted },
  );
  return only(named);
}

/** Whose name alone the text says, a text that `expression` gives. */
function bySaid(expression: string, workloads: Evaluated, context: EvaluationContext): Evaluated | undefined {
  const text = context.evaluate(expression, known(null));
  return text.kind === "known" && typeof text.value === "string"
    ? onlyOneSaid(rowsOf(workloads), text.value)
    : undefined;
}

function byGiven(workloads: Evaluated, context: EvaluationContext): Evaluated | undefined {
  const given = context.evaluate(
    "not_null($.signals.resourceIds, `[]`)[?starts_with(pointer, '/context')].id",
    known(null),
  );
  return only(
    context.evaluate("$all[?let $row = id in length($given[?same_id(@, $row)]) > `0`]", known(null), {
      all: workloads,
      given,
    }),
  );
}

/** What hosts container apps is beside them and calls nothing itself. */
function appsOf(workloads: Evaluated, context: EvaluationContext): Evaluated {
  return context.evaluate("$all[?!same_text(type, 'microsoft.app/managedenvironments')]", known(null), {
    all: workloads,
  });
}

function byEnvironment(workloads: Evaluated, context: EvaluationContext): Evaluated | undefined {
  const apps = rowsOf(appsOf(workloads, context));
  const fits = apps.map(fitIn(context));
  const isTold = fits.every((fit) => fit !== 0) && fits.filter((fit) => fit > 0).length === 1;
  return isTold ? apps[fits.findIndex((fit) => fit > 0)] : undefined;
}

/** Whichever of them called, it did so as the one identity that all of them have. */
function anyOfOneIdentity(workloads: Evaluated, context: EvaluationContext): Evaluated | undefined {
  const apps = appsOf(workloads, context);
  const identities = context.evaluate(`distinct($all[].join(' ', sort(${identitiesOf})))`, known(null), {
    all: apps,
  });
  if (identities.kind !== "known" || !Array.isArray(identities.value)) return undefined;
  const [first, ...others] = identities.value;
  const isOne = typeof first === "string" && first !== "" && !first.includes(" ");
  return isOne && others.length === 0 ? rowsOf(apps)[0] : undefined;
}

function rowsOf(workloads: Evaluated): readonly Evaluated[] {
  return workloads.kind === "known" ? (elementsOf(workloads) ?? []) : [];
}

function only(found: Evaluated): Evaluated | undefined {
  if (found.kind === "unknown" || truthOf(found).kind === "unknown") return undefined;
  const elements = elementsOf(found) ?? [];
  return elements.length === 1 ? elements[0] : undefined;
}
