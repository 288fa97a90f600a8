import type { PlaybookFile } from "../../domain/playbook-file.ts";
import type { PlanQuestion, ReportQuestion, VerificationQuestion } from "./thinking.ts";

/** What the thread is started with. */
export interface ThreadStart {
  ownPlaybooks: readonly PlaybookFile[];
  /** Where the process keeps compiled code, for the thread to keep its own there too. */
  compileCache?: string;
}

export type ThreadQuestion =
  | { id: number; kind: "plan"; question: PlanQuestion }
  | { id: number; kind: "report"; question: ReportQuestion }
  | { id: number; kind: "verification"; question: VerificationQuestion };

export type ThreadAnswer =
  | { id: number; answer: unknown }
  | { id: number; failure: { name: string; message: string; code: string } };

/** A warning is about a company's own playbooks, for the log. */
export type ThreadReply = ThreadAnswer | { warning: string };
