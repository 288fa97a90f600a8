import { createHash } from "node:crypto";
import { setTimeout as after } from "node:timers/promises";
import type { HttpEntry, Recording } from "./recording.ts";

const base = "http://localhost:7071/runtime/webhooks/durabletask";
const ended = ["Completed", "Failed", "Terminated"];

export interface ScenarioHost {
  fetch(request: Request): Promise<Response>;
  /** How many activities of an instance are running. */
  openActivities(instanceId: string): number;
}

interface CallOptions {
  body?: unknown;
  /** Sent as it is, in place of `body`. */
  raw?: string;
  /** Null sends no content type. */
  type?: string | null;
  headers?: Record<string, string>;
  isQuiet?: boolean;
}

/** Long strings are kept as size and digest, as in the recordings. */
export function shorten(value: unknown): unknown {
  if (typeof value === "string") {
    if (value.length <= 12_000) return value;
    const sha256 = createHash("sha256").update(value).digest("hex");
    return { $long: value.length, head: value.slice(0, 24), sha256 };
  }
  if (Array.isArray(value)) return value.map(shorten);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shorten(inner)]));
  return value;
}

/** Drives one scenario through the management API and records it, as the recordings were made. */
export class Scenario {
  readonly name: string;
  readonly http: HttpEntry[] = [];
  readonly instances: string[] = [];
  readonly #host: ScenarioHost;

  constructor(name: string, host: ScenarioHost) {
    this.name = name;
    this.#host = host;
  }

  id(part = ""): string {
    return `g-${this.name}${part}`;
  }

  async call(method: string, path: string, options: CallOptions = {}) {
    const { body, raw, type = "application/json", headers = {}, isQuiet = false } = options;
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const request = new Request(`${base}/${path}`, {
      method,
      headers: { ...(payload === undefined || type === null ? {} : { "content-type": type }), ...headers },
      ...(payload === undefined ? {} : { body: payload }),
    });
    const response = await this.#host.fetch(request);
    const text = await response.text();
    const parsed = parse(text);
    if (!isQuiet) {
      const kept = ["location", "retry-after", "content-type", "x-ms-continuation-token"].flatMap((name) => {
        const value = response.headers.get(name);
        return value === null ? [] : [[name, value] as const];
      });
      this.http.push({
        request: {
          method,
          path,
          ...(payload === undefined ? {} : { body: shorten(raw ?? body), contentType: type }),
          ...(Object.keys(headers).length > 0 ? { headers } : {}),
        },
        response: { status: response.status, headers: Object.fromEntries(kept), body: shorten(parsed) },
      });
    }
    return { status: response.status, body: parsed as never, headers: response.headers };
  }

  start(name: string, input?: unknown, options: CallOptions & { part?: string; query?: string } = {}) {
    const { part = "", query = "", ...rest } = options;
    const id = this.id(part);
    if (!this.instances.includes(id)) this.instances.push(id);
    return this.call("POST", `orchestrators/${name}/${encodeURIComponent(id)}${query}`, {
      body: input,
      ...rest,
    });
  }

  raise(event: string, data: unknown, part = "") {
    return this.call("POST", `instances/${encodeURIComponent(this.id(part))}/raiseEvent/${event}`, {
      body: data,
    });
  }

  operation(what: string, part = "") {
    return this.call("POST", `instances/${encodeURIComponent(this.id(part))}/${what}`);
  }

  status(query = "", part = "") {
    return this.call("GET", `instances/${encodeURIComponent(this.id(part))}${query}`);
  }

  note(text: string): void {
    this.http.push({ note: text });
  }

  /** Looks until the instance is in one of the states; `timeout` when it is in none within the time. */
  async until(states: readonly string[], timeoutMs = 20_000, part = ""): Promise<string> {
    const isThere = ({ runtimeStatus }: InstanceState) => states.includes(runtimeStatus);
    return (await this.#look(isThere, timeoutMs, this.id(part)))?.runtimeStatus ?? "timeout";
  }

  done(timeoutMs?: number, part?: string): Promise<string> {
    return this.until(ended, timeoutMs, part);
  }

  /** Looks until the history holds so many events of a type. */
  async untilHistory(type: string, count = 1): Promise<void> {
    const has = ({ historyEvents = [] }: InstanceState) =>
      historyEvents.filter(({ EventType }) => EventType === type).length >= count;
    if (!(await this.#look(has, 20_000, this.id()))) throw new Error(`${this.name}: no ${count} ${type}`);
  }

  /** Looks until the instance runs with this input: a generation after continueAsNew. */
  async untilInput(input: unknown): Promise<void> {
    const wanted = JSON.stringify(input);
    const found = await this.#look((state) => JSON.stringify(state.input) === wanted, 20_000, this.id());
    if (!found) throw new Error(`${this.name}: never ran with ${wanted}`);
  }

  async untilInstance(instanceId: string, states: readonly string[] = ended): Promise<void> {
    await this.#look(({ runtimeStatus }) => states.includes(runtimeStatus), 20_000, instanceId);
  }

  async untilActivitiesEnded(): Promise<void> {
    while (this.#host.openActivities(this.id()) > 0) await after(5);
  }

  /** Adds how every instance ended, children included. */
  async finish(): Promise<Omit<Recording, "turns" | "activities">> {
    const final: Recording["final"] = [];
    const query = "showHistory=true&showHistoryOutput=true&showInput=true";
    for (const id of this.instances) {
      const path = `instances/${encodeURIComponent(id)}?${query}`;
      const { status, body } = await this.call("GET", path, { isQuiet: true });
      final.push({ status, body: shorten(body) });
      for (const { InstanceId } of (body as InstanceState).historyEvents ?? [])
        if (InstanceId && !this.instances.includes(InstanceId)) this.instances.push(InstanceId);
    }
    return { scenario: this.name, instances: this.instances, http: this.http, final };
  }

  async #look(isThere: (state: InstanceState) => boolean, timeoutMs: number, instanceId: string) {
    const end = Date.now() + timeoutMs;
    const path = `instances/${encodeURIComponent(instanceId)}?showHistory=true`;
    for (;;) {
      const { body } = await this.call("GET", path, { isQuiet: true });
      const state = body as InstanceState | "";
      if (state !== "" && isThere(state)) return state;
      if (Date.now() > end) return undefined;
      await after(10);
    }
  }
}

interface InstanceState {
  runtimeStatus: string;
  input: unknown;
  historyEvents?: { EventType: string; InstanceId?: string }[];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export type Drive = (scenario: Scenario) => Promise<void>;

/** Starts an orchestration and notes how it ended. */
export function run(name: string, input?: unknown): Drive {
  return async (scenario) => {
    await scenario.start(name, input);
    scenario.note(await scenario.done());
  };
}
