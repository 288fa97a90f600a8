import type { z } from "zod";
import type { Caller } from "../../domain/principal.ts";
import type { ToolAnswer } from "../answers/tool-answer.ts";
import type { CallPort } from "../call-port.ts";
import type { Clock } from "../clock.ts";
import type { DiagnosisApi } from "../function-app/diagnosis-api.ts";
import type { ProgressFeed } from "../function-app/progress-feed.ts";
import type { Identity } from "../identity/identity.ts";

/** What a wire can do for its client that changes a tool's input. */
export interface WireOffers {
  /** True where the server may read the client's files (stdio). */
  sourcePaths: boolean;
}

/** Everything that one call of a tool works with. */
export interface ToolCall {
  port: CallPort;
  api: DiagnosisApi;
  feed: ProgressFeed;
  clock: Clock;
  /** When the call came in, in milliseconds of `clock`. */
  startedAtMs: number;
  identity: Identity;
  /** Undefined only for a tool whose `callerIsOptional`, where nobody is signed in. */
  caller: Caller | undefined;
  /** @throws SignInMissingError where there is none. */
  readonly knownCaller: () => Caller;
  /** The function app in the name of somebody who has just signed in. */
  readonly apiOf: (caller: Caller) => DiagnosisApi;
}

/** Hints of the MCP specification; what is absent has the specification's default. */
export interface ToolAnnotations {
  readOnlyHint?: boolean;
  destructiveHint?: boolean;
  idempotentHint?: boolean;
  openWorldHint?: boolean;
}

/** One tool, declared once for every wire. */
export interface ToolDefinition<Input extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Strict: a field that is not here is refused. */
  input(offers: WireOffers): Input;
  /** Open: answers may grow. */
  readonly output: z.ZodObject;
  readonly annotations: ToolAnnotations;
  /** True where the tool makes sense for somebody who is not signed in. */
  readonly callerIsOptional?: boolean;
  /** What to say about a field that some wires have and this one lacks: field -> what to send instead. */
  readonly absentFields?: Readonly<Record<string, string>>;
  /**
   * Runs on parsed input. Expected failures are thrown as ToolInputError or as one of the function app's errors; the
   * caller makes a failed tool of them.
   */
  run(input: z.infer<Input>, call: ToolCall): Promise<ToolAnswer>;
}

/** Keeps the input's type between `input` and `run`, and forgets it for the catalogue's list. */
export function defineTool<Input extends z.ZodObject>(definition: ToolDefinition<Input>): ToolDefinition {
  return definition as unknown as ToolDefinition;
}
