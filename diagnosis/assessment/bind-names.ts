import { fixedEvidence } from "../../domain/evidence.ts";
import type { Signals } from "../../domain/signals.ts";
import { type Evaluated, type Known, known, objectOf, unknown } from "../evaluation/evaluated.ts";
import { isObject, type JsonValue } from "../../domain/json-value.ts";
import { atPlace, memberOf } from "../evaluation/navigate.ts";
import { childOf, type EvidenceDocument, type PathStep, tokensOf } from "../evaluation/place.ts";
import { noProof } from "../evaluation/proof.ts";
import { type Answers, bindDocument } from "./bind-reads.ts";

/** What the reads that every diagnosis makes first need, for the gap where one is refused. */
const fixedPermissions: Readonly<Record<keyof typeof fixedEvidence, string>> = {
  request: "",
  signals: "",
  subscriptions: "Microsoft.Resources/subscriptions/read",
  names: "Microsoft.ResourceGraph/resources/read",
  neighbours: "Microsoft.ResourceGraph/resources/read",
};

/** `request`, `signals`, `subscriptions`, `names`, `neighbours`: the evidence that no playbook has to ask for. */
export function bindFixedNames(answers: Answers, signals: Signals): Readonly<Record<string, Evaluated>> {
  const bound: Record<string, Evaluated> = {};
  const unreadIds = new Map([...answers.unread.values()].map((entry) => [entry.evidenceId, entry]));
  for (const [name, evidenceId] of Object.entries(fixedEvidence)) {
    const permission = fixedPermissions[name as keyof typeof fixedEvidence];
    const document = answers.byId.get(evidenceId);
    const refused = unreadIds.get(evidenceId);
    if (document !== undefined) bound[name] = bindDocument(document, name, permission, answers);
    else if (refused !== undefined)
      bound[name] = unknown({ kind: "denied", read: name, permission, code: refused.code });
    else bound[name] = known(name === "signals" ? (signals as unknown as JsonValue) : null);
  }
  return bound;
}

/**
 * A row of `signals.resources` as `target`: what Resource Graph said of it is cited where Resource Graph said it, the rest
 * where the signals have it.
 */
export function bindTarget(row: Known, answers: Answers): Known {
  if (!isObject(row.value)) return row;
  const source = graphRow(row.value, answers);
  const members = Object.keys(row.value).map((name): readonly [string, Evaluated] => {
    const own = memberOf(bare(row), name);
    if (source === undefined) return [name, own];
    const stated = memberOf(source, name);
    const isSame = stated.kind === "known" && own.kind === "known" && sameText(stated.value, own.value);
    return [name, isSame ? stated : own];
  });
  return objectOf(Object.fromEntries(members));
}

/** Without the filters that picked it: they chose what to look at, and prove nothing of it. */
function bare(row: Known): Known {
  return row.place === undefined ? { ...row, proof: noProof } : atPlace(row.place);
}

function sameText(left: JsonValue, right: JsonValue): boolean {
  return typeof left === "string" && typeof right === "string" && left.toLowerCase() === right.toLowerCase();
}

function graphRow(target: { [key: string]: JsonValue }, answers: Answers): Known | undefined {
  const { evidenceId, row: pointer } = target;
  const document = typeof evidenceId === "string" ? answers.byId.get(evidenceId) : undefined;
  if (document === undefined || typeof pointer !== "string") return undefined;
  const path = pathOf(document, pointer);
  return path === undefined ? undefined : atPlace({ document, path });
}

/** The steps of a JSON pointer, as they exist in the document. */
function pathOf(document: EvidenceDocument, pointer: string): PathStep[] | undefined {
  const path: PathStep[] = [];
  let value: JsonValue | undefined = document.body;
  for (const name of tokensOf(pointer)) {
    const step = Array.isArray(value) ? Number(name) : name;
    value = childOf(value, step);
    if (value === undefined) return undefined;
    path.push(step);
  }
  return path;
}
