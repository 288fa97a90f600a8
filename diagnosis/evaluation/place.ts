import type { Evidence } from "../../domain/evidence.ts";
import { weighedBody } from "../signals/own-request.ts";
import { isObject, type JsonValue } from "../../domain/json-value.ts";

/** A stored answer, parsed: see `weighedBody`. */
export interface EvidenceDocument {
  readonly evidence: Evidence;
  readonly body: JsonValue;
}

export type PathStep = string | number;

/** A position in a stored body that exists there. */
export interface Place {
  readonly document: EvidenceDocument;
  readonly path: readonly PathStep[];
}

const opened = new WeakMap<Evidence, EvidenceDocument>();

/** Parses an answer, once for as long as it is kept: the same evidence is always the same document. */
export function openDocument(evidence: Evidence): EvidenceDocument {
  const known = opened.get(evidence);
  if (known !== undefined) return known;
  const document = { evidence, body: weighedBody(evidence) };
  opened.set(evidence, document);
  return document;
}

/** RFC 6901. */
export function pointerOf(path: readonly PathStep[]): string {
  return path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** The tokens of a JSON pointer, unescaped: what `pointerOf` writes, read again. */
export function tokensOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

export function below(place: Place, step: PathStep): Place {
  return { document: place.document, path: [...place.path, step] };
}

/** The value one step below, or undefined where there is none. */
export function childOf(value: JsonValue | undefined, step: PathStep): JsonValue | undefined {
  if (Array.isArray(value)) return typeof step === "number" ? value[step] : undefined;
  if (isObject(value) && Object.hasOwn(value, step)) return value[step];
  return undefined;
}

export function valueAt(place: Place): JsonValue | undefined {
  return place.path.reduce<JsonValue | undefined>(childOf, place.document.body);
}
