import type { CommandEvidence } from "../../../../domain/az-command/az-command.ts";
import { type JsonScalar, type JsonValue, scalarText } from "../../../../domain/json-value.ts";
import type { PathStep } from "../../../evaluation/place.ts";
import { identifier } from "../jmespath-text.ts";
import { pathBelow } from "../list-path.ts";

/** A stored answer as the Azure CLI hands it to `--query`. */
export interface AzView {
  /** What to ask: the stored request, or a narrower one that gives the same value. */
  readonly asked: CommandEvidence;
  /** What az makes of the answer, as far as the path needs it. */
  readonly answer: JsonValue;
  /** JMESPath to the cited place. */
  readonly path: string;
  /** JMESPath to a field of an entry of the list at the path; undefined for one that no entry has. */
  field(path: readonly string[]): string | undefined;
  /** True where az shows every value as a text: `"True"`, `"403"`, `"None"`. */
  readonly isText: boolean;
  /** What az prints for a value. */
  textOf(value: JsonScalar): string;
}

/** An answer that az shows as it is. */
export function plainView(asked: CommandEvidence, answer: JsonValue, steps: readonly PathStep[]): AzView {
  return {
    asked,
    answer,
    path: pathBelow(answer, steps),
    field: (path) => path.map(identifier).join("."),
    isText: false,
    textOf: scalarText,
  };
}
