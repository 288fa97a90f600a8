import vocabulary from "./root-causes.json" with { type: "json" };

/** The vocabulary of root causes: code -> one line. `unknown` is the answer where nothing is proven. */
export const rootCauses: Readonly<Record<string, string>> = vocabulary;

export const unknownCause = "unknown";

export function isRootCause(code: string): boolean {
  return Object.hasOwn(rootCauses, code);
}
