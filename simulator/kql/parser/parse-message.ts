import type { Query } from "../syntax.ts";

export interface ParseRequest {
  id: number;
  text: string;
}

export type ParseOutcome =
  | { kind: "query"; query: Query }
  /** `position` is 0-based. */
  | { kind: "syntax"; message: string; position: number }
  | { kind: "unsupported"; what: string };

export interface ParseReply {
  id: number;
  outcome: ParseOutcome;
}
