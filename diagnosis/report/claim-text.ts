import type { Citation } from "../../domain/citation.ts";
import type { Evidence } from "../../domain/evidence.ts";
import type { Language } from "../../domain/language.ts";
import { withoutAddressed } from "../../domain/addressed-text.ts";
import { describePlace, type PlaceDescription } from "./describe-place.ts";
import { quoted } from "./phrases.ts";
import { testedAddress } from "./tested-address.ts";

/**
 * The sentence that a citation says, made of nothing but the citation and where it points. What in the value speaks to a reader is left
 * to the citation itself, which shows the value as it was read.
 */
export function claimText(cited: Citation, evidence: Evidence, language: Language): string {
  const citation = withoutOrders(cited);
  const place = describePlace(citation, evidence, language);
  const isMissing = evidence.status === 404 && citation.op === "equals" && citation.pointer.endsWith("/code");
  if (isMissing)
    return language === "en"
      ? `${place.subject} does not exist: Azure answers ${quoted(citation.value)}.`
      : `${place.subject}: 존재하지 않습니다. Azure 응답: ${quoted(citation.value)}.`;
  if (place.noun !== undefined && citation.op === "equals")
    return names(citation, place, place.noun, language);
  return language === "en" ? english(citation, place) : korean(citation, place);
}

/** What a citation says is not set: a field that is missing, or null. Undefined where it says something else. */
export function absenceIn(
  cited: Citation,
  evidence: Evidence,
  language: Language,
): { subject: string; field: string } | undefined {
  const { op, operand = "", value } = withoutOrders(cited);
  const { subject, field } = describePlace(cited, evidence, language);
  if (op === "absent") return { subject, field: joined(field, operand) };
  return op === "equals" && value === "null" && field !== "" ? { subject, field } : undefined;
}

/** One sentence for several fields that are not set. */
export function notSet(subject: string, fields: readonly string[], language: Language): string {
  const named = fields.map(quoted);
  if (language === "ko") return `${subject}: ${named.join(", ")} 속성이 설정되어 있지 않습니다.`;
  const [last, ...others] = named.toReversed();
  return `${subject}: ${others.toReversed().join(", ")} and ${last} are not set.`;
}

function withoutOrders(citation: Citation): Citation {
  const { value, operand } = citation;
  const said = withoutAddressed(value);
  const sought = operand === undefined ? undefined : withoutAddressed(operand);
  if (said === value && sought === operand) return citation;
  return {
    ...citation,
    value: said === "" ? "…" : said,
    ...(sought === undefined ? {} : { operand: sought }),
  };
}

/** What the request names in so many words. */
function names(
  { line, value }: Citation,
  { subject }: PlaceDescription,
  noun: string,
  language: Language,
): string {
  if (language === "en")
    return `${subject}${line === undefined ? "" : `, line ${line},`} names the ${noun} ${quoted(value)}.`;
  return `${subject}${line === undefined ? "" : ` ${line}행`}: ${noun} ${quoted(value)}.`;
}

function english(citation: Citation, { subject, field }: PlaceDescription): string {
  const { op, operand = "", value, line } = citation;
  const at = line === undefined ? "" : `, line ${line}`;
  const named = field === "" ? `${subject}${at}:` : `${subject}${at}: ${quoted(field)}`;
  const is = field === "" ? "" : " is";
  switch (op) {
    case "equals":
      return value === "null" ? `${named}${is} null.` : `${named}${is} ${quoted(value)}.`;
    case "differs_from":
      return `${named}${is} ${quoted(value)}, not ${quoted(operand)}.`;
    case "contains":
      return `${named}${field === "" ? "" : " says"} ${quoted(value)}.`;
    case "absent":
      return `${subject}: ${quoted(joined(field, operand))} is not set.`;
    case "none_match":
      return noneMatch(citation, subject, field, {
        empty: "is empty",
        text: (test) => `holds nothing that passes ${test}`,
        list: (count, test) => `has ${count}, and none with ${test}`,
        about: (count, things) => `has ${count}, and none that fits ${things}`,
        covering: (count, address) => `has ${count}, and none covers ${address}`,
      });
    case "in_range":
      return isBound(operand)
        ? `${named}${is} ${quoted(value)} (${quoted(operand)}).`
        : `${named} ${quoted(value)} ${coverage(value, "covers", "lies in")} ${quoted(operand)}.`;
    case "before":
      return `${named}${is} ${quoted(value)}, before ${quoted(operand)}.`;
  }
}

function korean(citation: Citation, { subject, field }: PlaceDescription): string {
  const { op, operand = "", value, line } = citation;
  const at = line === undefined ? "" : ` ${line}행`;
  const named = field === "" ? `${subject}${at}:` : `${subject}${at}: ${quoted(field)}`;
  const is = field === "" ? "" : " 값은";
  switch (op) {
    case "equals":
      return value === "null" ? `${named}${is} null입니다.` : `${named}${is} ${quoted(value)}입니다.`;
    case "differs_from":
      return `${named}${is} ${quoted(value)}이며, ${quoted(operand)}과(와) 다릅니다.`;
    case "contains":
      return field === "" ? `${named} ${quoted(value)}` : `${named}에 ${quoted(value)} 내용이 있습니다.`;
    case "absent":
      return `${subject}: ${quoted(joined(field, operand))} 속성이 설정되어 있지 않습니다.`;
    case "none_match":
      return noneMatch(citation, subject, field, {
        empty: "목록이 비어 있습니다",
        text: (test) => `${test} 조건에 맞는 내용이 없습니다`,
        list: (count, test) => `항목 ${inKorean(count)} 중 ${test} 조건에 맞는 항목이 없습니다`,
        about: (count, things) => `항목 ${inKorean(count)} 중 ${things}에 해당하는 항목이 없습니다`,
        covering: (count, address) => `항목 ${inKorean(count)} 중 ${address} 주소를 포함하는 항목이 없습니다`,
      });
    case "in_range":
      return isBound(operand)
        ? `${named}${is} ${quoted(value)}입니다(${quoted(operand)}).`
        : `${named} ${quoted(value)}: ${quoted(operand)} ${coverage(value, "주소를 포함합니다", "범위에 속합니다")}.`;
    case "before":
      return `${named}${is} ${quoted(value)}이며, ${quoted(operand)}보다 이전입니다.`;
  }
}

interface NoneMatchWords {
  readonly empty: string;
  readonly text: (test: string) => string;
  readonly list: (count: string, test: string) => string;
  readonly about: (count: string, things: string) => string;
  readonly covering: (count: string, address: string) => string;
}

function noneMatch(citation: Citation, subject: string, field: string, words: NoneMatchWords): string {
  const { operand = "", value } = citation;
  const count = /^\d+ entr(?:y|ies)/.exec(value)?.[0];
  const named = field === "" ? subject : `${subject}: ${quoted(field)}`;
  if (count === undefined) return `${named} ${words.text(quoted(operand))}.`;
  if (count.startsWith("0 ")) return `${named} ${words.empty}.`;
  const address = testedAddress(operand);
  if (address !== undefined) return `${named} ${words.covering(count, quoted(address))}.`;
  if (operand.length <= longestTest) return `${named} ${words.list(count, quoted(operand))}.`;
  const things = thingsIn(operand).map(quoted).join(", ");
  return `${named} ${things === "" ? words.list(count, quoted(operand)) : words.about(count, things)}.`;
}

/** Longer, a test is for machines: the citation has it whole. */
const longestTest = 110;
const mostThings = 3;

/** What a test looks for, by the values in it that identify something; of a resource its name. */
function thingsIn(operand: string): string[] {
  const values = [...operand.matchAll(/'([^']+)'/gu)].map(([, value]) => value!);
  const things = values.flatMap((value) => {
    if (/^\/subscriptions\/.+\/[^/]+$/iu.test(value)) return [value.slice(value.lastIndexOf("/") + 1)];
    return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$|^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d+)?$|^[\w.-]+\.[a-z]{2,}$/iu.test(
      value,
    )
      ? [value]
      : [];
  });
  return [...new Set(things)].slice(0, mostThings);
}

function inKorean(count: string): string {
  return count.replace(/ entr(?:y|ies)/, "개");
}

function isBound(operand: string): boolean {
  return /^(?:[<>]=?|=|outside) /.test(operand);
}

/** A range covers an address; an address lies in a range. */
function coverage<Words extends string>(value: string, covers: Words, liesIn: Words): Words {
  return /[/-]/.test(value) ? covers : liesIn;
}

function joined(field: string, path: string): string {
  if (field === "") return path;
  return path.startsWith("[") ? `${field}${path}` : `${field}.${path}`;
}
