/** As a server of Chat Completions tells it. */
export interface ScriptedUsage {
  prompt_tokens: number;
  completion_tokens: number;
  prompt_tokens_details?: { cached_tokens: number };
}

export interface ScriptedAnswer {
  is: "answer";
  /** What the model writes. */
  text: string;
  /** What it writes instead where it declines. */
  refusal?: string;
  /** What it thinks aloud before it writes, as `reasoning_content`. */
  thinking?: string;
  /** `stop` where absent; `none` where the server never says that the answer is over. */
  finishReason?: string;
  /** Counted where absent, and told where it was asked for. `always` tells it unasked. */
  usage?: ScriptedUsage | "none" | "always";
  /** Events that arrive whole, events torn into single bytes, or one JSON document although a stream was asked for. */
  sent?: "pieces" | "bytes" | "document";
  /** Comments that keep the connection, before the first piece. */
  comments?: number;
  /** Silence in which it thinks, after the first event and before the first word. */
  thinksForMs?: number;
  /** After so many characters of the text: the connection breaks, the body ends, or nothing more comes. */
  stops?: { afterCharacters: number; how: "cut" | "end" | "hang" };
  /** The connection stays open after the last event. */
  staysOpen?: boolean;
  headers?: Record<string, string>;
}

export interface ScriptedError {
  is: "error";
  status: number;
  code?: string | number | null;
  type?: string;
  param?: string | null;
  message?: string;
  headers?: Record<string, string>;
  /** Instead of an error in OpenAI's form. */
  body?: unknown;
  /** Its text begins and never ends. */
  hangs?: boolean;
  /** Within a stream that began with status 200. */
  isWithinStream?: boolean;
}

export type ScriptedBehaviour =
  | ScriptedAnswer
  | ScriptedError
  /** Nothing at all, and the connection stays. */
  | { is: "silence" }
  /** The connection breaks before anything was said. */
  | { is: "broken" }
  /** A success whose body is this text. */
  | { is: "body"; contentType: string; text: string };

/** A good answer: any JSON, as text in small pieces. */
export function answers(value: unknown, options: Partial<ScriptedAnswer> = {}): ScriptedAnswer {
  return { is: "answer", text: JSON.stringify(value), ...options };
}

/** The model writes this. */
export function writes(text: string, options: Partial<ScriptedAnswer> = {}): ScriptedAnswer {
  return { is: "answer", text, ...options };
}

/** The model declines in these words. */
export function refuses(refusal: string, options: Partial<ScriptedAnswer> = {}): ScriptedAnswer {
  return { is: "answer", text: "", refusal, ...options };
}

export function fails(
  status: number,
  options: Partial<Omit<ScriptedError, "is" | "status">> = {},
): ScriptedError {
  return { is: "error", status, ...options };
}

/** 429 with a header such as `{ "retry-after": "7" }`. */
export function throttles(headers: Record<string, string> = {}): ScriptedError {
  return fails(429, {
    code: "rate_limit_exceeded",
    type: "requests",
    message: "Rate limit reached.",
    headers,
  });
}
