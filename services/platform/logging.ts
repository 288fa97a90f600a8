import { redactJson } from "../../domain/redaction/redact-json.ts";
import { redactText } from "../../domain/redaction/redact-text.ts";
import { isLogged, type LogLevel } from "./log-level.ts";
import { logValue } from "./log-value.ts";
import { currentTrace } from "./trace.ts";

type LogFields = Readonly<Record<string, unknown>>;

export interface Logger {
  error(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  /** A logger whose lines carry these fields too. */
  child(fields: LogFields): Logger;
}

export interface LoggerOptions {
  readonly level: LogLevel;
  readonly fields?: LogFields;
  /** Takes one line with its newline; standard error where absent. */
  readonly write?: (line: string) => void;
  /** ISO 8601, UTC. */
  readonly now?: () => string;
}

/** Of one text in a line: enough for a stack. */
const maxCharacters = 8_000;

/**
 * Structured logs: one JSON object a line, `{ time, level, message, trace_id?, span_id?, … }`, on standard error, since
 * standard output belongs to MCP. Secrets are redacted as a last net. No call ever throws: a log that fails must not fail
 * what it tells of.
 */
export function createLogger(options: LoggerOptions): Logger {
  const write = options.write ?? writeToStandardError;
  const now = options.now ?? (() => new Date().toISOString());

  function log(level: LogLevel, message: string, fields: LogFields | undefined): void {
    if (!isLogged(level, options.level)) return;
    try {
      const trace = currentTrace();
      const ids = trace === undefined ? {} : { trace_id: trace.traceId, span_id: trace.spanId };
      const line = {
        time: now(),
        level,
        message: redactText(message),
        ...ids,
        ...withoutReserved(redactJson(logValue({ ...options.fields, ...fields }))),
      };
      write(`${JSON.stringify(line, (_, value: unknown) => shortened(value))}\n`);
    } catch {
      // Nowhere is left to say it.
    }
  }

  return {
    error: (message, fields) => log("error", message, fields),
    warn: (message, fields) => log("warn", message, fields),
    info: (message, fields) => log("info", message, fields),
    debug: (message, fields) => log("debug", message, fields),
    child: (fields) => createLogger({ ...options, fields: { ...options.fields, ...fields } }),
  };
}

const reserved = ["time", "level", "message", "trace_id", "span_id"];

/** Fields never replace what every line has. */
function withoutReserved(fields: unknown): LogFields {
  const entries = Object.entries(fields ?? {}).filter(([name]) => !reserved.includes(name));
  return Object.fromEntries(entries);
}

function shortened(value: unknown): unknown {
  return typeof value === "string" && value.length > maxCharacters
    ? `${value.slice(0, maxCharacters)}… (${value.length} characters)`
    : value;
}

let isGuarded = false;

/** A reader that went away (EPIPE) is no reason to fall. */
function writeToStandardError(line: string): void {
  if (!isGuarded) {
    isGuarded = true;
    process.stderr.on("error", () => {});
  }
  process.stderr.write(line);
}
