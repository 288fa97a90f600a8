import type { Citation } from "../../domain/citation.ts";
import { type Evidence, fixedEvidence, requestPath } from "../../domain/evidence.ts";
import type { Language } from "../../domain/language.ts";
import { tokensOf } from "../evaluation/place.ts";
import { phrases, quoted, signalName } from "./phrases.ts";
import { resourceName } from "./resource-name.ts";

export interface PlaceDescription {
  /** What the citation is about: "Key Vault `kv-orders`", "The error". */
  readonly subject: string;
  /** The field in it, as `az --query` would name it; empty where the whole is meant. */
  readonly field: string;
  /** What the field is called, where it has a name in plain words. */
  readonly noun?: string | undefined;
}

/** Says in words where a citation points. */
export function describePlace(citation: Citation, evidence: Evidence, language: Language): PlaceDescription {
  const tokens = tokensOf(citation.pointer);
  const said = phrases[language];
  switch (evidence.source) {
    case "user":
      return { subject: quoted(evidence.request), field: dotted(rowPath(tokens)) };
    case "request":
    case "model":
      return inRequest(tokens, evidence, language);
    case "metrics":
      return { subject: quoted(tokens[0] ?? ""), field: dotted(tokens.slice(2)) };
    case "logs":
      return { subject: quoted(tableIn(evidence)), field: dotted(rowPath(tokens)) };
    case "activity_log":
      return { subject: said.activityLog, field: dotted(rowPath(tokens)) };
    case "graph":
      return { subject: quoted(requestPath(evidence.request)), field: dotted(rowPath(tokens)) };
    case "arm":
    case "resource_graph":
      return { subject: resource(citation, evidence, language), field: dotted(rowPath(tokens)) };
  }
}

function inRequest(tokens: readonly string[], evidence: Evidence, language: Language): PlaceDescription {
  const said = phrases[language];
  const [part, name, ...rest] = tokens;
  if (part === "source_code" && name !== undefined) return { subject: quoted(name), field: "" };
  if (part === "error") return { subject: said.theError, field: "" };
  if (evidence.evidenceId !== fixedEvidence.signals)
    return { subject: said.theRequest, field: dotted(tokens) };
  if (part === "fields" && name !== undefined) return { subject: said.theError, field: name };
  const field = [part, ...rest.filter((token) => !/^\d+$/.test(token))].join(".");
  return { subject: said.theRequest, field, noun: signalName(field, language) };
}

/** The resource by its kind and name; a list by whose it is; another request as it was sent. */
function resource(citation: Citation, evidence: Evidence, language: Language): string {
  const path = requestPath(evidence.request);
  const own = resourceName(citation.resourceId ?? path, language);
  if (own !== undefined) return own;
  const [, parent = "", list = ""] = /^(.*?)(?:\/providers\/[^/]+)?\/([^/]+)$/.exec(path) ?? [];
  const owner = resourceName(parent, language);
  if (owner === undefined) return quoted(path);
  return language === "en" ? `${quoted(list)} of ${owner}` : `${owner}의 ${quoted(list)}`;
}

function tableIn(evidence: Evidence): string {
  const table = /"table":"([^"]+)"/.exec(evidence.body.slice(0, 400))?.[1];
  return table ?? requestPath(evidence.request);
}

/** Without the list and the position in it: the row is named by its resource or its table. */
function rowPath(tokens: readonly string[]): readonly string[] {
  const isRow = isList(tokens[0]) && /^\d+$/.test(tokens[1] ?? "");
  if (isRow) return tokens.slice(2);
  return tokens.length === 1 && isList(tokens[0]) ? [] : tokens;
}

/** The member that holds an answer's list, whatever it lists. */
function isList(token: string | undefined): boolean {
  return token === "value" || token === "data" || token === "rows";
}

function dotted(tokens: readonly string[]): string {
  return tokens.reduce((path, token) => {
    if (/^\d+$/.test(token)) return `${path}[${token}]`;
    const name = /^[\w-]+$/.test(token) ? token : `"${token}"`;
    return path === "" ? name : `${path}.${name}`;
  }, "");
}
