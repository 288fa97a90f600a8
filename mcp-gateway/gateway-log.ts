/** One structured line of the gateway's log. Never holds a request's text, a token or an answer's body. */
export interface GatewayLogEntry {
  level: "debug" | "info" | "warn" | "error";
  /** Fixed name of what happened, such as `tool_call`, `audit_failed`, `session_evicted`. */
  event: string;
  message: string;
  traceId?: string;
  tool?: string;
  durationMs?: number;
}

export type GatewayLog = (entry: GatewayLogEntry) => void;
