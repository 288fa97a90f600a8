import { z } from "zod";
import { isRootCause } from "../../domain/root-causes.ts";
import { type JsonValue, sameJson } from "../../domain/json-value.ts";
import { type Playbook, type PlaybookRead, PlaybookSchema } from "../playbook.ts";
import { checkDependencies } from "./check-dependencies.ts";
import { checkExpressions } from "./check-expressions.ts";
import { checkTexts } from "./check-texts.ts";
import type { PlaybookProblem } from "./playbook-problem.ts";

/** What a kind of read cannot do without. */
const needed: Readonly<Record<PlaybookRead["request"]["kind"], readonly (keyof PlaybookRead["request"])[]>> =
  {
    arm: ["path"],
    graph: ["path"],
    resource_graph: ["query"],
    logs: ["resourceId", "query", "from", "to"],
    metrics: ["resourceId", "metricNames", "aggregation", "interval", "from", "to"],
    outside: ["command"],
  };

/** The codes that a playbook may decide, and those that it may compete with. */
export interface Vocabulary {
  /** @returns what is wrong with the code; undefined where nothing is. */
  readonly problemOf: (code: string) => string | undefined;
  readonly competitorProblemOf: (code: string) => string | undefined;
}

const shipped = (code: string) =>
  isRootCause(code) && code !== "unknown" ? undefined : `${code} is not in the vocabulary of root causes`;
const shippedVocabulary: Vocabulary = { problemOf: shipped, competitorProblemOf: shipped };

/**
 * Checks a playbook without evidence: its schema, its expressions, what they use, its vocabulary and its texts. Empty where
 * nothing is wrong.
 *
 * @param analyses  the names of the analyses that expressions may call.
 */
export function checkPlaybook(
  candidate: unknown,
  analyses: Iterable<string> = [],
  vocabulary: Vocabulary = shippedVocabulary,
): PlaybookProblem[] {
  const parsed = PlaybookSchema.safeParse(candidate);
  if (!parsed.success)
    return parsed.error.issues.map((issue) => ({
      where: z.core.toDotPath(issue.path),
      problem: issue.message,
    }));
  const playbook = parsed.data;
  return [
    ...checkVocabulary(playbook, vocabulary),
    ...checkRequests(playbook),
    ...checkExpressions(playbook, new Set(analyses)),
    ...checkDependencies(playbook),
    ...checkTexts(playbook),
    ...(isPlainData(candidate) ? [] : [{ where: "", problem: "it is more than JSON can carry" }]),
  ];
}

function checkVocabulary({ code, competitors }: Playbook, vocabulary: Vocabulary): PlaybookProblem[] {
  const own = vocabulary.problemOf(code);
  const problems: PlaybookProblem[] = own === undefined ? [] : [{ where: "code", problem: own }];
  for (const [at, competitor] of competitors.entries()) {
    const where = `competitors[${at}]`;
    const unknown = vocabulary.competitorProblemOf(competitor);
    if (unknown !== undefined) problems.push({ where, problem: unknown });
    if (competitor === code) problems.push({ where, problem: "a cause does not compete with itself" });
    if (competitors.indexOf(competitor) !== at)
      problems.push({ where, problem: `${competitor} stands there twice` });
  }
  return problems;
}

function checkRequests(playbook: Playbook): PlaybookProblem[] {
  return Object.entries(playbook.reads).flatMap(([name, { request }]) => {
    const where = `reads.${name}.request`;
    const missing = needed[request.kind].filter((part) => request[part] === undefined);
    const isText = request.kind === "logs" || request.kind === "resource_graph";
    const hasWrongQuery = request.query !== undefined && (typeof request.query === "string") !== isText;
    return [
      ...missing.map((part) => ({ where: `${where}.${part}`, problem: `a ${request.kind} read needs it` })),
      ...(hasWrongQuery
        ? [
            {
              where: `${where}.query`,
              problem: isText ? "it is KQL, one text" : "it is a table of parameters",
            },
          ]
        : []),
    ];
  });
}

function isPlainData(candidate: unknown): boolean {
  return sameJson(JSON.parse(JSON.stringify(candidate)) as JsonValue, candidate as JsonValue);
}
