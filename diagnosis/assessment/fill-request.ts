import { type ReadRequest, ReadRequestSchema } from "../../domain/read-step.ts";
import { type Environment, evaluate } from "../evaluation/environment.ts";
import type { Unknown } from "../evaluation/evaluated.ts";
import { isScalar, type JsonValue, scalarText } from "../../domain/json-value.ts";
import { noProof, type Proof } from "../evaluation/proof.ts";
import { supportOf } from "../evaluation/truth.ts";
import type { PlaybookRead } from "../playbook.ts";
import { fillTemplate, type PlaceWriter } from "../template.ts";

/** The read makes no sense here: a place of it has no value, and this proves why. */
export interface Inapplicable {
  readonly kind: "inapplicable";
  readonly proof: Proof;
}

export interface Ready {
  readonly kind: "ready";
  readonly request: ReadRequest;
}

type Part<Value> = { readonly kind: "part"; readonly value: Value } | Inapplicable | Unknown;

/** The request of a playbook's read with every place filled in; unknown while one of them is. */
export function fillRequest(read: PlaybookRead, environment: Environment): Ready | Inapplicable | Unknown {
  const { request } = read;
  const isQueryText = request.kind === "logs" || request.kind === "resource_graph";
  const parts: Record<string, Part<JsonValue> | undefined> = {
    path: text(request.path, environment, inPath),
    query: isQueryText
      ? text(typeof request.query === "string" ? request.query : undefined, environment, inQuery)
      : parameters(request.query, environment),
    subscriptions: value(request.subscriptions, environment),
    resourceId: text(request.resourceId, environment, inPath),
    metricNames: plain(request.metricNames),
    aggregation: plain(request.aggregation),
    interval: text(request.interval, environment, inQuery),
    filter: text(request.filter, environment, inQuery),
    from: value(request.from, environment),
    to: value(request.to, environment),
  };
  const filled: Record<string, JsonValue> = { kind: request.kind };
  for (const [name, part] of Object.entries(parts)) {
    if (part === undefined) continue;
    if (part.kind !== "part") return part;
    filled[name] = part.value;
  }
  const parsed = ReadRequestSchema.safeParse(filled);
  return parsed.success ? { kind: "ready", request: parsed.data } : { kind: "inapplicable", proof: noProof };
}

function text(
  template: string | undefined,
  environment: Environment,
  write: PlaceWriter,
): Part<string> | undefined {
  if (template === undefined) return undefined;
  const filled = fillTemplate(template, environment, write);
  if (filled.kind === "filled") return { kind: "part", value: filled.text };
  return filled.kind === "unknown" ? filled : { kind: "inapplicable", proof: filled.proof };
}

function parameters(
  query: PlaybookRead["request"]["query"],
  environment: Environment,
): Part<JsonValue> | undefined {
  if (query === undefined || typeof query === "string") return undefined;
  const filled: Record<string, string> = {};
  for (const [name, template] of Object.entries(query)) {
    const part = text(template, environment, inQuery);
    if (part?.kind !== "part") return part;
    filled[name] = part.value;
  }
  return { kind: "part", value: filled };
}

function value(expression: string | undefined, environment: Environment): Part<JsonValue> | undefined {
  if (expression === undefined) return undefined;
  const result = evaluate(expression, environment);
  if (result.kind === "unknown") return result;
  if (result.value === null) return { kind: "inapplicable", proof: supportOf(result) };
  return { kind: "part", value: result.value };
}

function plain(list: readonly string[] | undefined): Part<JsonValue> | undefined {
  return list === undefined ? undefined : { kind: "part", value: [...list] };
}

/** In a path: nothing that starts a query, climbs, or hides a separator. */
function inPath(value: JsonValue): string | undefined {
  if (!isScalar(value)) return undefined;
  const written = scalarText(value);
  return /^[^\s?#%\\<>"\p{Cc}\p{Cf}]+$/u.test(written) && !/(?:^|\/)\.\.?(?:\/|$)/.test(written)
    ? written
    : undefined;
}

/** In a filter or KQL, between the quotes that the playbook writes: nothing that ends them. A list becomes `'a','b'`. */
function inQuery(value: JsonValue): string | undefined {
  if (Array.isArray(value)) {
    const items = value.map(inQuery);
    return items.length === 0 || items.some((item) => item === undefined)
      ? undefined
      : items.map((item) => `'${item}'`).join(",");
  }
  if (!isScalar(value)) return undefined;
  const written = scalarText(value);
  return /['"\\`\p{Cc}\p{Cf}\u2028\u2029]/u.test(written) || written === "" ? undefined : written;
}
