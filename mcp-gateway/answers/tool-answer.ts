import type { Principal } from "../../domain/principal.ts";

/** What a client may open after a call: `azebal://diagnoses/{id}`. */
export interface ResourceLink {
  uri: string;
  name: string;
  title: string;
  mimeType: string;
}

/** What a tool answers, neutral of any wire: the structure, the same in Markdown, and what to open next. */
export interface ToolAnswer {
  structured: Record<string, unknown>;
  text: string;
  links: readonly ResourceLink[];
  /** For the audit. */
  diagnosisId?: string;
  /** For the audit: who has signed in by this call. */
  caller?: Principal;
  /** For the audit: the diagnosis's status, or `ok`. */
  outcome: string;
}

/** What a wire sends: an answer, or a failed tool that says what to do. */
export type ToolResult =
  | { isError: false; structured: Record<string, unknown>; text: string; links: readonly ResourceLink[] }
  | { isError: true; text: string };
