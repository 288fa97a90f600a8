/** Longest pattern, and longest piece of a text that one is tried on, in characters. */
const longestPattern = 300;
const windowCharacters = 2_000;
const windowStep = 1_500;
const longestText = 400_000;

export class UnsafePatternError extends Error {
  override readonly name = "UnsafePatternError";
  readonly code = "UnsafePattern";

  constructor(pattern: string, because: string) {
    super(`The pattern /${pattern.slice(0, 80)}/ is refused: ${because}`);
  }
}

interface Compiled {
  readonly expression: RegExp;
  /** True where it asks for the beginning or the end of a line. */
  readonly isAnchored: boolean;
}

const compiled = new Map<string, Compiled>();
const compiledPatterns = 5_000;

/**
 * Compiles a regular expression, each once, whose time is bounded on any text: no repetition around a repetition or an alternation, no
 * back reference, no look-around, at most two open-ended repetitions of a broad class. Case is ignored. Throws
 * UnsafePatternError.
 */
export function safePattern(pattern: string): RegExp {
  return compiledOnce(pattern).expression;
}

function compiledOnce(pattern: string): Compiled {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const made = compile(pattern);
  if (compiled.size >= compiledPatterns) compiled.clear();
  compiled.set(pattern, made);
  return made;
}

function compile(pattern: string): Compiled {
  if (pattern.length > longestPattern)
    throw new UnsafePatternError(pattern, `longer than ${longestPattern} characters`);
  const isAnchored = refuseNesting(pattern);
  try {
    return { expression: new RegExp(pattern, "iu"), isAnchored };
  } catch (error) {
    throw new UnsafePatternError(pattern, (error as SyntaxError).message);
  }
}

/** The first match, line by line (a very long line in overlapping pieces); undefined where there is none. */
export function firstMatch(text: string, pattern: string): RegExpExecArray | undefined {
  const { expression, isAnchored } = compiledOnce(pattern);
  // What no line can hold need not be looked for in each: a line of a text that holds no match holds none.
  if (!isAnchored && text.length <= windowCharacters && !expression.test(text)) return undefined;
  for (const line of text.slice(0, longestText).split("\n")) {
    for (let start = 0; start === 0 || start < line.length; start += windowStep) {
      const found = expression.exec(line.slice(start, start + windowCharacters));
      if (found !== null) return found;
    }
  }
  return undefined;
}

interface Group {
  repeats: boolean;
  alternates: boolean;
}

/** @returns whether it holds an anchor. @throws UnsafePatternError */
function refuseNesting(pattern: string): boolean {
  const groups: Group[] = [];
  let isAnchored = false;
  let closed: Group | undefined;
  let broad = 0;
  for (let at = 0; at < pattern.length; ) {
    const atom = nextAtom(pattern, at);
    at += atom.length;
    const quantifier = /^(?:[*+?]|\{\d*,?\d*\})\??/.exec(pattern.slice(at))?.[0] ?? "";
    if (atom === "^" || atom === "$") isAnchored = true;
    if (/^\\[1-9k]/.test(atom)) throw new UnsafePatternError(pattern, "a back reference");
    if (/^\(\?[=!<]/.test(atom)) throw new UnsafePatternError(pattern, "a look-around or a named group");
    if (atom.startsWith("(")) {
      groups.push({ repeats: false, alternates: false });
      continue;
    }
    if (atom === "|") {
      const around = groups.at(-1);
      if (around !== undefined) around.alternates = true;
      continue;
    }
    closed = atom === ")" ? groups.pop() : undefined;
    at += quantifier.length;
    const around = groups.at(-1);
    if (closed !== undefined && around !== undefined) {
      around.repeats ||= closed.repeats;
      around.alternates ||= closed.alternates;
    }
    if (!isOpenEnded(quantifier)) continue;
    if (closed?.repeats === true || closed?.alternates === true)
      throw new UnsafePatternError(pattern, "a repetition around a repetition or an alternation");
    if (around !== undefined) around.repeats = true;
    if (/^(?:\.|\\[SWD]|\[\^)/.test(atom)) broad += 1;
    if (broad > 2)
      throw new UnsafePatternError(pattern, "more than two open-ended repetitions of a broad class");
  }
  return isAnchored;
}

function nextAtom(pattern: string, at: number): string {
  const rest = pattern.slice(at);
  return /^(?:\\[pP]\{[^}]*\}|\\.|\[(?:\\.|[^\]\\])*\]|\(\?(?:[=!:]|<[=!]?)|.)/su.exec(rest)?.[0] ?? rest;
}

/** `*`, `+`, `{n,}`, and what may repeat more than 20 times. */
function isOpenEnded(quantifier: string): boolean {
  if (/^[*+]/.test(quantifier)) return true;
  const counts = /^\{(\d*)(,?)(\d*)\}/.exec(quantifier);
  if (counts === null) return false;
  if (counts[2] === "," && counts[3] === "") return true;
  return Number(counts[3] === "" ? counts[1] : counts[3]) > 20;
}
