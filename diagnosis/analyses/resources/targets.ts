import {
  type AnalysisFunction,
  type Evaluated,
  type EvaluationContext,
  known,
  listOf,
} from "../../evaluation/evaluated.ts";
import { elementsOf, fieldOf } from "../../evaluation/navigate.ts";
import { environmentFit } from "./environment-fit.ts";
import { onlyOneSaid } from "./own-words.ts";
import { tellsSuccess } from "./tells-success.ts";

const named = ["id", "host", "name"] as const;

/**
 * `targets(type, …)`: the resources of these types that the request is about — those that the error itself names as
 * concerned (not as what does work), else those that any text names (by ID, by host, by exact name), else the only one
 * beside what it names, or the only one there of the environment that fails, or of whose name the host or the database that
 * the error names has a word that no other has. Rows of `signals.resources`; an empty list where none is, where several stand beside and nothing
 * tells which, or where a host names one that is not known: the one beside it is another.
 */
export const targets: AnalysisFunction = (args, context) => {
  const types = typesOf(args);
  const anywhere = named.flatMap((matchedBy) => rows(context, types, matchedBy));
  const text = textOf(fieldOf(context.lookup("request"), "error")).toLowerCase();
  const isCalled = isCustomHostIn(context);
  const byHost = hostsInError(context);
  const inError = anywhere.filter((row) => placeOf(row, text, byHost) === "concerned" || isCalled(row));
  if (inError.length > 0) return listOf(inError);
  const others = anywhere.filter((row) => placeOf(row, text, byHost) !== "working");
  if (anywhere.length > 0) return listOf(others.length > 0 ? others : anywhere);
  const beside = rows(context, types, "neighbour");
  if (beside.length === 0 || isNamedByHost(context, types)) return listOf([]);
  const fitting = fittest(beside, fitIn(context));
  if (fitting.length === 1) return listOf(fitting);
  // A host of a service says what is called: then it is not this.
  const called = isServiceCalled(context) ? undefined : onlyOneSaid(fitting, namesCalled(text));
  return listOf(called === undefined ? [] : [called]);
};

/** How the error speaks of a row: by its name, or by a host in whose label the name is not a word of its own (`web-dns-1a2b`). */
function placeOf(row: Evaluated, text: string, byHost: ReadonlyMap<string, readonly string[]>) {
  const place = placeIn(text, fieldOf(row, "name"));
  if (place !== "absent") return place;
  const hosts = byHost.get(keyOf(fieldOf(row, "type"), fieldOf(row, "name"))) ?? [];
  const places = hosts.map((host) => placeIn(text, known(host)));
  return places.includes("concerned") ? "concerned" : (places[0] ?? "absent");
}

/** The hosts that the error names, by type and name of the resource that each leads to. */
function hostsInError(context: EvaluationContext): ReadonlyMap<string, readonly string[]> {
  const found = context.evaluate(
    "not_null($.signals.hosts, `[]`)[?name && type && starts_with(pointer, '/error')]",
    known(null),
  );
  const byName = new Map<string, readonly string[]>();
  for (const host of found.kind === "known" ? (elementsOf(found) ?? []) : []) {
    const key = keyOf(fieldOf(host, "type"), fieldOf(host, "name"));
    byName.set(key, [...(byName.get(key) ?? []), textOf(fieldOf(host, "host"))]);
  }
  return byName;
}

function keyOf(type: Evaluated, name: Evaluated): string {
  return `${textOf(type)} ${textOf(name)}`.toLowerCase();
}

function isServiceCalled(context: EvaluationContext): boolean {
  const hosts = context.evaluate("not_null($.signals.hosts, `[]`)[?type]", known(null));
  return hosts.kind === "known" && (elementsOf(hosts) ?? []).length > 0;
}

const calledNames =
  /(?<![\w.@/-])([a-z0-9][a-z0-9-]{1,62})(?:\.[a-z0-9-]{1,62}){2,6}\b(?![\w(/-])|\bdatabase[ =:]{1,2}["'`]?([a-z0-9][\w-]{1,62})/g;

/** What the error, in lower case, calls the thing that it could not reach or enter: names of hosts, and of a database. */
function namesCalled(error: string): string {
  return [...error.matchAll(calledNames)].map((match) => match[1] ?? match[2] ?? "").join(" ");
}

/**
 * The row was found by a custom domain, under which its own name does not show, and the error names that domain: what is
 * called beside what calls.
 */
function isCustomHostIn(context: EvaluationContext): (row: Evaluated) => boolean {
  const custom = context.evaluate(
    "not_null($.signals.hosts, `[]`)[?service == 'custom' && starts_with(pointer, '/error')]",
    known(null),
  );
  const isAsked = custom.kind === "known" && (elementsOf(custom) ?? []).length > 0;
  const named = context.evaluate("not_null($.signals.hosts, `[]`)[?name].name", known(null));
  const ownHosts = new Set(named.kind === "known" ? (elementsOf(named) ?? []).map(textOf) : []);
  const prose = proseOf(context);
  return (row) => {
    const how = fieldOf(row, "matchedBy");
    return (
      isAsked &&
      how.kind === "known" &&
      how.value === "host" &&
      // A host of the service itself names it: no custom domain was needed to find it.
      !ownHosts.has(textOf(fieldOf(row, "name"))) &&
      placeIn(prose, fieldOf(row, "name")) === "absent"
    );
  };
}

/** The only one, or those of the environment that fails. */
function fittest(beside: readonly Evaluated[], fit: (row: Evaluated) => number): readonly Evaluated[] {
  if (beside.length === 1) return beside;
  const best = Math.max(...beside.map(fit));
  const fitting = beside.filter((row) => fit(row) === best);
  return fitting;
}

/**
 * True where a host of the request carries the name of a resource of these types, or of their provider: a name of Azure
 * Managed Redis is not the one Azure Cache for Redis that happens to stand there.
 */
function isNamedByHost(context: EvaluationContext, types: readonly string[]): boolean {
  const hosts = context.evaluate(
    "not_null($.signals.hosts, `[]`)[?name && type && contains($providers, split(type, '/')[0])]",
    known(null),
    { providers: known(types.map((type) => type.split("/")[0]!)) },
  );
  return hosts.kind === "known" && (elementsOf(hosts) ?? []).length > 0;
}

/**
 * How the text speaks of the resource of this name: as a word of its own (`stassets` is not in `stassetsarchive`), and not
 * only in sentences that tell what does work.
 */
export function placeIn(text: string, name: Evaluated): "concerned" | "working" | "absent" {
  if (name.kind !== "known" || typeof name.value !== "string" || name.value === "") return "absent";
  const word = name.value.toLowerCase();
  let place: "working" | "absent" = "absent";
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (/[a-z0-9_-]/.test(text[at - 1] ?? " ") || /[a-z0-9_-]/.test(text[at + word.length] ?? " ")) continue;
    if (!tellsSuccess(text, at, word.length)) return "concerned";
    place = "working";
  }
  return place;
}

/**
 * `candidates(type, …)`: all resources of these types that are known, in the order of `targets`; of what stands beside, those
 * of the environment that fails first.
 */
export const candidates: AnalysisFunction = (args, context) => {
  const types = typesOf(args);
  const fit = fitIn(context);
  const beside = rows(context, types, "neighbour").toSorted((left, right) => fit(right) - fit(left));
  return listOf([...named.flatMap((matchedBy) => rows(context, types, matchedBy)), ...beside]);
};

/** What the developer wrote: the error and the notes, in lower case. */
export function proseOf(context: EvaluationContext): string {
  const request = context.lookup("request");
  const texts = [fieldOf(request, "error"), fieldOf(fieldOf(request, "context"), "notes")].map(textOf);
  return texts.join("\n").toLowerCase();
}

/** How well a row fits the environment that the error and the notes speak of. */
export function fitIn(context: EvaluationContext): (row: Evaluated) => number {
  const fit = environmentFit(proseOf(context));
  return (row) => fit([textOf(fieldOf(row, "name")), textOf(fieldOf(row, "resourceGroup"))]);
}

function textOf(value: Evaluated): string {
  return value.kind === "known" && typeof value.value === "string" ? value.value : "";
}

export function rows(
  context: EvaluationContext,
  types: readonly string[],
  matchedBy: string,
): readonly Evaluated[] {
  const found = context.evaluate(
    "$.signals.resources[?contains($types, type) && matchedBy == $matchedBy]",
    known(null),
    { types: known([...types]), matchedBy: known(matchedBy) },
  );
  return found.kind === "known" ? (elementsOf(found) ?? []) : [];
}

function typesOf(args: readonly Evaluated[]): string[] {
  return args.flatMap((arg) =>
    arg.kind === "known" && typeof arg.value === "string" ? [arg.value.toLowerCase()] : [],
  );
}
