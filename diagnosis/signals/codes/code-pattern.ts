import type { Signals } from "../../../domain/signals.ts";

export type CodeFamily = Signals["codes"][number]["family"];

/** One way in which an error text states a code. The code is the pattern's first group that took part. */
export interface CodePattern {
  pattern: RegExp;
  family: CodeFamily;
  /** Refuses or rewrites what the pattern matched; undefined refuses. */
  read?: (code: string) => { code: string; family: CodeFamily } | undefined;
  /** Only taken from texts in which this stands: numbers are codes of a database only where that database is spoken of. */
  within?: RegExp;
}
