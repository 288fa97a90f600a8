import { tellsSuccess } from "./tells-success.ts";

interface DeployedTo {
  readonly spoken: RegExp;
  /** How names of resources and groups carry it. */
  readonly marks: readonly string[];
}

const environments: readonly DeployedTo[] = [
  {
    spoken: /\b(?:prod|production|prd|live)\b|운영|프로덕션|상용/g,
    marks: ["prod", "production", "prd", "live"],
  },
  { spoken: /\b(?:dev|development)\b|개발/g, marks: ["dev", "development"] },
  {
    spoken:
      /\b(?:tst|test|qa|testing) (?:env|environment|stage|system|subscription|slot)|\b(?:tst|qa)\b|테스트|검증/g,
    marks: ["test", "tst", "qa"],
  },
  {
    spoken: /\b(?:stage|staging|stg|uat|preprod|pre-prod)\b|스테이징/g,
    marks: ["stage", "staging", "stg", "uat", "preprod"],
  },
  { spoken: /\b(?:sandbox|sbx)\b|샌드박스/g, marks: ["sandbox", "sbx"] },
];

/**
 * How well a resource fits the environment that a text speaks of: 1 in the one that fails, -1 in another or in one that is
 * told to work, 0 where nothing tells.
 *
 * @param text  what the developer wrote, in lower case.
 */
export function environmentFit(text: string): (names: readonly string[]) => number {
  const heard = environments.map(({ spoken, marks }) => ({ marks, how: howSpoken(text, spoken) }));
  const isOneFailing = heard.some(({ how }) => how === "failing");
  return (names) => {
    const own = heard.find(({ marks }) => names.some((name) => isMarked(name, marks)));
    if (own === undefined) return 0;
    if (own.how === "failing") return 1;
    return own.how === "working" || isOneFailing ? -1 : 0;
  };
}

function howSpoken(text: string, spoken: RegExp): "failing" | "working" | "unspoken" {
  const places = [...text.matchAll(spoken)];
  if (places.length === 0) return "unspoken";
  return places.every((match) => tellsSuccess(text, match.index, match[0].length)) ? "working" : "failing";
}

/** A part of a hyphenated name, or the end of one without hyphens. */
function isMarked(name: string, marks: readonly string[]): boolean {
  const parts = name.toLowerCase().split(/[^a-z0-9]/);
  return marks.some((mark) => parts.some((part) => part === mark || part.endsWith(mark)));
}
