export interface Import {
  specifier: string;
  isTypeOnly: boolean;
}

const fromClause = /(?:^|[\n;}])\s*(import|export)\s+(type\s+)?(?:[\w$*\s{},]+?)\s*from\s*["']([^"']+)["']/gu;
const sideEffect = /(?:^|[\n;}])\s*import\s*["']([^"']+)["']/gu;
const dynamic = /\b(?:import|require)\s*\(\s*["'`]([^"'`]+)["'`]/gu;

/** Everything that a source file imports: static, type-only, re-exported, for its side effect, and dynamic. */
export function readImports(source: string): Import[] {
  const code = withoutComments(source);
  return [
    ...[...code.matchAll(fromClause)].map((match) => ({
      specifier: match[3]!,
      isTypeOnly: match[2] !== undefined,
    })),
    ...[...code.matchAll(sideEffect)].map((match) => ({ specifier: match[1]!, isTypeOnly: false })),
    ...[...code.matchAll(dynamic)].map((match) => ({
      specifier: match[1]!,
      isTypeOnly: isTypePosition(code, match.index),
    })),
  ];
}

/** `typeof import("x")` and `: import("x")` name a type. */
function isTypePosition(code: string, at: number): boolean {
  return /(?:typeof|[:<|&])\s*$/u.test(code.slice(0, at));
}

/** Good enough for finding words: a comment mark inside a string is taken for a comment. */
export function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//gu, "").replace(/(^|\s)\/\/.*$/gmu, "$1");
}

/** The path that a relative specifier names, seen from the importing file; undefined for packages. */
export function resolveRelative(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  const parts = from.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}
