/** One scenario as it was seen from outside and from inside the app. The files in `goldens/` have this shape. */
export interface Recording {
  scenario: string;
  instances: string[];
  http: HttpEntry[];
  final: { status: number; body: unknown }[];
  turns: RecordedTurn[];
  activities: RecordedActivity[];
}

export type HttpEntry =
  | {
      request: Record<string, unknown>;
      response: { status: number; headers: Record<string, string>; body: unknown };
    }
  | { note: string }
  | { statuses: number[] }
  | { statusSeen: unknown }
  | { requestsSeenByTarget: unknown[] };

export interface RecordedTurn {
  instanceId: string;
  function: string;
  in: { history: { EventType: number; OrchestrationInstance?: { ExecutionId: string } }[] };
  out?: unknown;
  thrown?: string;
}

/** `in` holds what the handler was given (`value` absent for nothing), `out` what it returned. */
export interface RecordedActivity {
  instanceId: string;
  function: string;
  in: unknown;
  out?: unknown;
  thrown?: string;
}
