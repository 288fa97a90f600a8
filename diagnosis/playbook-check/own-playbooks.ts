import type { PlaybookFile } from "../../domain/playbook-file.ts";
import { isRootCause } from "../../domain/root-causes.ts";
import { type Playbook, PlaybookSchema } from "../playbook.ts";
import { checkPlaybook } from "./check-playbook.ts";
import type { PlaybookProblem } from "./playbook-problem.ts";

export interface OwnPlaybooks {
  readonly playbooks: readonly Playbook[];
  /** What is wrong, file by file; a file that stands here gave no playbook. */
  readonly problems: readonly (PlaybookProblem & { readonly file: string })[];
}

/** Never one of ours, now or later: a company's causes have a name of their own. */
const ownCode = /^own\.[a-z0-9]+(?:[.-][a-z0-9]+)*$/u;
const longestFileCharacters = 200_000;

/**
 * Reads a company's playbooks: the same schema, checks and safety as for the shipped ones. One that fails is left out, and
 * the others are used.
 */
export function readOwnPlaybooks(files: readonly PlaybookFile[], analyses: readonly string[]): OwnPlaybooks {
  const parsed = files.map(({ file, text }) => ({ file, candidate: parse(text) }));
  const codes = new Set(parsed.flatMap(({ candidate }) => codeOf(candidate) ?? []));
  const playbooks = new Map<string, Playbook>();
  const problems: (PlaybookProblem & { file: string })[] = [];
  for (const { file, candidate } of parsed) {
    const found = candidate instanceof Unparsed ? [candidate.problem] : check(candidate, codes, analyses);
    const code = codeOf(candidate) ?? "";
    if (found.length === 0 && playbooks.has(code))
      found.push({ where: "code", problem: `another file has ${code} too` });
    if (found.length === 0) playbooks.set(code, PlaybookSchema.parse(candidate));
    problems.push(...found.map((problem) => ({ ...problem, file })));
  }
  return { playbooks: [...playbooks.values()], problems };
}

function check(
  candidate: unknown,
  codes: ReadonlySet<string>,
  analyses: readonly string[],
): PlaybookProblem[] {
  return checkPlaybook(candidate, analyses, {
    problemOf: (code) =>
      ownCode.test(code)
        ? undefined
        : `${code} is not yours to decide: a playbook of your own has a code such as own.proxy-blocks-vault`,
    competitorProblemOf: (code) =>
      isRootCause(code) || codes.has(code)
        ? undefined
        : `${code} is neither in the vocabulary of root causes nor one of your own`,
  });
}

class Unparsed {
  readonly problem: PlaybookProblem;

  constructor(problem: string) {
    this.problem = { where: "", problem };
  }
}

function parse(text: string): unknown {
  if (text.length > longestFileCharacters)
    return new Unparsed(`longer than ${longestFileCharacters} characters`);
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return new Unparsed(`it is no JSON: ${error.message}`);
    throw error;
  }
}

function codeOf(candidate: unknown): string | undefined {
  const { code } = (typeof candidate === "object" && candidate !== null ? candidate : {}) as {
    code?: unknown;
  };
  return typeof code === "string" ? code : undefined;
}
