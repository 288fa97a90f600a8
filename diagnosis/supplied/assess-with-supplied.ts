import type { Evidence } from "../../domain/evidence.ts";
import type { Assessment, AssessmentInput } from "../assess.ts";
import { type Answers, collectAnswers, refusalOf } from "../assessment/bind-reads.ts";
import type { Hypothesis } from "../assessment/hypothesis.ts";
import { causesOf } from "../assessment/verdict.ts";
import { assessWithModel } from "../model/assess-with-model.ts";
import type { ModelNotes } from "../model/model-notes.ts";
import { type Contradiction, contradictionOf } from "./contradiction-of.ts";
import { knowingSupplied } from "./with-supplied-resources.ts";

/** What has become of one supplied answer. */
export type SuppliedUse = { readonly evidence: Evidence } & (
  | { readonly kind: "weighed" }
  /** The reads prove the cause without it. */
  | { readonly kind: "unneeded" }
  /** Azure has answered the read itself this time. */
  | { readonly kind: "answered" }
  | { readonly kind: "contradicted"; readonly by: Contradiction }
);

export interface SuppliedAssessment extends Assessment {
  readonly supplied: readonly SuppliedUse[];
}

/**
 * Assesses what was read, as if nothing had been supplied; only where that has come to its end without proof, what was
 * supplied takes the place of reads that Azure refused. What the reads decide stays decided; what is decided only with it is
 * marked, and likely at most.
 */
export function assessWithSupplied(
  supplied: readonly Evidence[],
  notes: ModelNotes,
  input: AssessmentInput,
): SuppliedAssessment {
  const read = assessWithModel(notes, input);
  if (supplied.length === 0 || read.steps.length > 0) return { ...read, supplied: [] };
  const answers = collectAnswers(input.evidence, input.unread);
  const isOver = isProven(read);
  const uses = supplied.map((evidence) => useOf(evidence, input.evidence, answers, isOver));
  const weighed = uses.filter(({ kind }) => kind === "weighed").map(({ evidence }) => evidence);
  if (weighed.length === 0) return { ...read, supplied: uses };
  const known = knowingSupplied(input, weighed);
  const both = assessWithModel(notes, { ...known, evidence: [...known.evidence, ...weighed] });
  const keys = new Set(weighed.map(({ requestKey }) => requestKey));
  return { ...both, hypotheses: preferRead(both.hypotheses, read.hypotheses, keys), supplied: uses };
}

function isProven({ hypotheses }: Assessment): boolean {
  return causesOf(hypotheses)[0]?.confidence === "proven";
}

function useOf(
  evidence: Evidence,
  read: readonly Evidence[],
  answers: Answers,
  isProven: boolean,
): SuppliedUse {
  const own = answers.byKey.get(evidence.requestKey);
  if (own !== undefined && refusalOf(own, answers) === undefined) return { kind: "answered", evidence };
  const by = contradictionOf(evidence, read);
  if (by !== undefined) return { kind: "contradicted", evidence, by };
  return { kind: isProven ? "unneeded" : "weighed", evidence };
}

/**
 * Each hypothesis as the reads alone decide it; where they do not, as it is with what was supplied, and marked so. What was
 * refuted for want of a read that was refused is not decided by the reads. What they confirm stays, also where a resource that
 * somebody found is suspected in its stead.
 */
function preferRead(
  both: readonly Hypothesis[],
  read: readonly Hypothesis[],
  supplied: ReadonlySet<string>,
): Hypothesis[] {
  const isSame = (left: Hypothesis, right: Hypothesis) =>
    left.playbook === right.playbook && left.target === right.target;
  const weighed = both.map((one) => {
    const alone = read.find((other) => isSame(one, other));
    if (alone !== undefined && isDecidedByReads(alone, supplied)) return alone;
    return isDecided(one) ? { ...one, isSupplied: true } : one;
  });
  const left = read.filter((one) => one.state === "confirmed" && !both.some((other) => isSame(one, other)));
  return [...weighed, ...left];
}

function isDecidedByReads(one: Hypothesis, supplied: ReadonlySet<string>): boolean {
  if (one.state === "confirmed") return true;
  return one.state === "refuted" && ![...one.denied.keys()].some((key) => supplied.has(key));
}

function isDecided({ state }: Hypothesis): boolean {
  return state === "confirmed" || state === "refuted";
}
