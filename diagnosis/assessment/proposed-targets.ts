import { parseArmResourceId } from "../../domain/arm-resource-id.ts";
import { evaluate } from "../evaluation/environment.ts";
import type { Known } from "../evaluation/evaluated.ts";
import { isObject, type JsonValue } from "../../domain/json-value.ts";
import { atPlace } from "../evaluation/navigate.ts";
import { childOf, type EvidenceDocument } from "../evaluation/place.ts";
import { isFinding } from "../model/find-resource.ts";
import { bindTarget } from "./bind-names.ts";
import { foundationOf, type Grounds, type Suspicion } from "./foundation.ts";
import { targetId } from "./weigh-hypothesis.ts";

/** At so many resources beyond its own targets a cause is looked for. */
const mostProposed = 2;

/** The targets of a playbook, and those that the model named and Azure has shown. */
export function withProposed(
  own: readonly Known[],
  { playbook, resourceIds = [], isOnlyThere = false }: Suspicion,
  grounds: Grounds,
): readonly Known[] {
  if (resourceIds.length === 0 || playbook.target === undefined) return own;
  const known = new Set(own.map((target) => targetId(target)?.toLowerCase()));
  const further = resourceIds
    .filter((id) => !known.has(id.toLowerCase()))
    .flatMap((id) => shownResource(id, grounds) ?? []);
  return [...(isOnlyThere ? [] : own), ...further.slice(0, mostProposed)];
}

/** A resource as Azure has shown it: a row of the signals, or of a search by its name. Nothing else is believed to exist. */
function shownResource(id: string, grounds: Grounds): Known | undefined {
  const { proposedTargets, environment } = foundationOf(grounds);
  const key = id.toLowerCase();
  const earlier = proposedTargets.get(key);
  if (earlier !== undefined) return earlier;
  const index = grounds.signals.resources.findIndex((row) => row.id.toLowerCase() === key);
  const row = index < 0 ? undefined : evaluate(`signals.resources[${index}]`, environment);
  const found = row?.kind === "known" ? bindTarget(row, grounds.answers) : rowOf(key, grounds);
  if (found !== undefined) proposedTargets.set(key, found);
  return found;
}

function rowOf(key: string, { answers }: Grounds): Known | undefined {
  for (const document of answers.byId.values()) {
    if (!isFinding(document.evidence)) continue;
    const rows = childOf(document.body, "data");
    const index = Array.isArray(rows) ? rows.findIndex((row) => idOf(row) === key) : -1;
    if (index >= 0) return rowAt(document, index);
  }
  return undefined;
}

function idOf(row: JsonValue): string | undefined {
  const id = childOf(row, "id");
  return typeof id === "string" && isObject(row) && parseArmResourceId(id) !== undefined
    ? id.toLowerCase()
    : undefined;
}

function rowAt(document: EvidenceDocument, index: number): Known {
  return atPlace({ document, path: ["data", index] });
}
