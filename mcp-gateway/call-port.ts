import type { Envelope } from "../domain/contract/envelope.ts";
import type { Caller } from "../domain/principal.ts";

/** What a diagnosis wants to know from its developer. */
export type Question = NonNullable<Envelope["question"]>;

/** One progress notification. `progress` strictly increases within a call; `total` is absent while it is not known. */
export interface ProgressNotice {
  progress: number;
  total?: number;
  message: string;
}

/**
 * What a wire lends to one tool call, neutral of any SDK and of any revision of MCP. What is absent was not offered by
 * this client: tools must do without it.
 */
export interface CallPort {
  /** In whose name the call is made. Rejects where nobody is signed in. */
  readonly principal: () => Promise<Caller>;
  /** Aborts when the client cancelled the call: nobody will read the answer. It never stops a diagnosis. */
  readonly signal: AbortSignal;
  /** Aborts when the answer is wanted now, whatever the soft budget: the client's stream is lost, the process ends. */
  readonly hurry: AbortSignal;
  /** Present where the client sent a progress token. */
  readonly notifyProgress?: (notice: ProgressNotice) => Promise<void>;
  /**
   * Present where the client shows forms to its user. Answers undefined when the user declines.
   * Rejects when the client fails, or `signal` aborts.
   */
  readonly ask?: (question: Question, signal: AbortSignal) => Promise<string | undefined>;
  /**
   * Present where the client opens a link for its user, once the user agrees. Answers false when the user does not.
   * Rejects when the client fails.
   */
  readonly openUrl?: (url: string, message: string) => Promise<boolean>;
  /** Present where the server may read the client's files (stdio): absolute folders, existing or not. */
  readonly sourceFolders?: () => Promise<string[]>;
  /** The W3C trace context that the client sent, as it came. */
  readonly traceparent?: string;
  /** What a span of the call says of the wire. */
  readonly wire?: {
    readonly requestId: string | number;
    /** As `YYYY-MM-DD`. */
    readonly protocolVersion?: string | undefined;
    /** By OpenTelemetry's names: standard input and output are a pipe. */
    readonly transport: "pipe" | "tcp";
  };
  /** False for clients of revisions before 2025-06-18, which refuse a `resource_link` block. */
  readonly acceptsResourceLinks: boolean;
}
