import type { Citation } from "../../../domain/citation.ts";
import { citeContained, citeNoneMatch } from "../cite.ts";
import { type Evaluated, type Known, known, unknown } from "../evaluated.ts";
import { literalText } from "../expression/render-expression.ts";
import type { CitedFunction } from "../expression/scope.ts";
import { filtered, filteredBy, originsOf } from "../list-origin.ts";
import { elementsOf } from "../navigate.ts";
import type { Place } from "../place.ts";
import { allOf, type Proof, provenBy } from "../proof.ts";
import { deepUncertaintyOf, supportOf } from "../truth.ts";
import { onKnown } from "./cited-function.ts";
import { firstMatch } from "./plain/search-pattern.ts";
import { textFunctions } from "./plain/text-functions.ts";

/** Tests of a text: a true one cites the line that holds the match, a false one that the text has no such line. */
export const textTests: Readonly<Record<string, CitedFunction>> = {
  contains: (args, context) => memberTest("contains", args) ?? contains(args, context),
  mentions: (args, context) => memberTest("mentions", args) ?? mentions(args, context),
  starts_with: textTest("starts_with", (_, sought) => sought),
  ends_with: textTest("ends_with", (_, sought) => sought),
  matches: textTest("matches", (text, pattern) => firstMatch(text, pattern)?.[0] ?? ""),
  find: onKnown("find", 2, (text, pattern) => {
    const found = textFunctions["find"]?.([text.value, pattern.value]) ?? null;
    const matched =
      typeof text.value === "string" && typeof pattern.value === "string"
        ? firstMatch(text.value, pattern.value)?.[0]
        : undefined;
    return known(found, proofOf("matches", text, pattern, matched));
  }),
  lower: fold("lower", (text) => text.toLowerCase()),
  upper: fold("upper", (text) => text.toUpperCase()),
};

const contains = textTest("contains", (_, sought) => sought);
const mentions = textTest("mentions", (_, sought) => sought);

function textTest(name: string, matchedBy: (text: string, sought: string) => string): CitedFunction {
  return onKnown(name, 2, (text, sought) => {
    const holds = textFunctions[name]?.([text.value, sought.value]) ?? null;
    const matched =
      holds === true && typeof text.value === "string" && typeof sought.value === "string"
        ? matchedBy(text.value, sought.value)
        : undefined;
    return known(holds, proofOf(name, text, sought, matched));
  });
}

function proofOf(name: string, text: Known, sought: Known, matched: string | undefined): Proof {
  const place = text.place ?? text.foldedFrom?.place;
  const wanted = sought.value;
  if (typeof text.value !== "string" || typeof wanted !== "string" || place === undefined)
    return allOf(supportOf(text), supportOf(sought));
  const given = allOf(text.proof, supportOf(sought));
  if (matched === "") return given;
  if (matched !== undefined) return provenBy(() => [...given(), citeContained(place, matched)]);
  const subject = text.foldedFrom === undefined ? "@" : `${text.foldedFrom.by}(@)`;
  return provenBy(() => [...given(), citeText(place, `${name}(${subject}, ${literalText(wanted)})`)]);
}

/** A text stands for a list of one: itself. */
function citeText(place: Place, test: string) {
  return citeNoneMatch({ place, conditions: [test] });
}

/** `contains` and `mentions` of a list; undefined where the subject is a text (or nothing). */
function memberTest(
  name: "contains" | "mentions",
  args: Parameters<CitedFunction>[0],
): Evaluated | undefined {
  const [subject, sought] = args;
  if (subject?.kind !== "known" || !Array.isArray(subject.value)) return undefined;
  if (sought?.kind !== "known") return sought?.kind === "unknown" ? sought : undefined;
  const elements = elementsOf(subject) ?? [];
  const isSought = (value: Known) => textFunctions[name]?.([[value.value], sought.value]) === true;
  const isWhole = (element: Evaluated) => deepUncertaintyOf(element) === undefined;
  const found = elements.find((element) => element.kind === "known" && isSought(element) && isWhole(element));
  if (found?.kind === "known") return known(true, allOf(supportOf(found), supportOf(sought)));
  const reasons = elements.flatMap((element) => deepUncertaintyOf(element)?.reasons ?? []);
  if (reasons.length > 0) return unknown(...reasons);
  const proof = provenBy(() => [
    ...subject.proof(),
    ...noMember(name, subject, sought),
    ...supportOf(sought)(),
  ]);
  return known(false, proof);
}

function noMember(name: "contains" | "mentions", subject: Known, sought: Known): readonly Citation[] {
  const wanted = literalText(sought.value);
  const passes = (item: string) =>
    name === "contains" ? `${item} == ${wanted}` : `same_text(${item}, ${wanted})`;
  const from = originsOf(subject);
  const origins = sought.value === null ? filtered(from, passes("@")) : filteredBy(from, passes);
  return origins === undefined ? supportOf(subject)() : origins.map(citeNoneMatch);
}

function fold(by: "lower" | "upper", change: (text: string) => string): CitedFunction {
  return onKnown(by, 1, (text) => {
    if (typeof text.value !== "string") return known(null, supportOf(text));
    const folded = known(change(text.value), text.proof);
    return text.place === undefined
      ? known(folded.value, supportOf(text))
      : { ...folded, foldedFrom: { place: text.place, by } };
  });
}
