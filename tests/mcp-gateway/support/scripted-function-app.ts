import type { z } from "zod";
import type { DiagnosisStatus, Envelope } from "../../../domain/contract/envelope.ts";
import type { ProgressEvent } from "../../../domain/contract/progress-event.ts";
import type { Report } from "../../../domain/contract/report.ts";
import type { EvidenceAnswerSchema } from "../../../domain/function-app-api.ts";
import type { FunctionAppClient } from "../../../mcp-gateway/function-app-client.ts";

export interface SeenRequest {
  method: string;
  /** Path and query. */
  path: string;
  assertion: string;
  traceparent: string;
  body: unknown;
}

interface Diagnosis {
  id: string;
  owner: string;
  body: string;
  title: string;
  status: DiagnosisStatus;
  events: ProgressEvent[];
  question?: NonNullable<Envelope["question"]>;
  failure?: NonNullable<Envelope["failure"]>;
  report?: Report;
  answers: { question_id: string; answer: string }[];
  feedback: unknown[];
  waiters: Set<() => void>;
}

export type ScriptedStep = Pick<ProgressEvent, "message"> & Partial<ProgressEvent>;

/**
 * A function app in memory, with the routes of `domain/function-app-api.ts`. Tests say what happens to each diagnosis;
 * an event poll is held open until something does, or its request is given up.
 */
export class ScriptedFunctionApp implements FunctionAppClient {
  readonly requests: SeenRequest[] = [];
  readonly evidence = new Map<string, z.infer<typeof EvidenceAnswerSchema>>();
  /** Called before a request is answered; a response that it gives is the answer. May throw. */
  intercept: ((request: SeenRequest) => Response | undefined | Promise<Response | undefined>) | undefined;
  /** Event polls that are held open, waiting for something to happen. */
  openPolls = 0;
  readonly #diagnoses = new Map<string, Diagnosis>();
  readonly #keys = new Map<string, { id: string; body: string }>();
  readonly #watchers = new Set<() => void>();

  /** The diagnosis that was started last. */
  get latest(): string {
    return [...this.#diagnoses.keys()].at(-1) ?? "";
  }

  get started(): number {
    return this.#diagnoses.size;
  }

  answersOf(id: string): Diagnosis["answers"] {
    return this.#get(id).answers;
  }

  feedbackOn(id: string): readonly unknown[] {
    return this.#get(id).feedback;
  }

  statusOf(id: string): DiagnosisStatus {
    return this.#get(id).status;
  }

  /** Resolves as soon as `condition` holds; looked at after every change. */
  async when(condition: () => boolean): Promise<void> {
    if (condition()) return;
    await new Promise<void>((resolve) => {
      const look = () => {
        if (!condition()) return;
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
    });
  }

  emit(id: string, ...steps: ScriptedStep[]): void {
    const diagnosis = this.#get(id);
    for (const step of steps) {
      const seq = diagnosis.events.length + 1;
      const event = {
        stepId: `s${seq}`,
        phase: "read" as const,
        done: seq,
        total: 9,
        at: "2026-01-31T09:00:00Z",
      };
      diagnosis.events.push({ ...event, ...step, seq, diagnosisId: id });
    }
    this.#changed(diagnosis);
  }

  ask(id: string, question: NonNullable<Envelope["question"]>): void {
    const diagnosis = this.#get(id);
    this.#changed(Object.assign(diagnosis, { status: "input_required", question }));
  }

  /** The diagnosis goes on without an answer, or after one. */
  goOn(id: string): void {
    const diagnosis = this.#get(id);
    delete diagnosis.question;
    this.#changed(Object.assign(diagnosis, { status: "running" }));
  }

  complete(id: string, report: Report): void {
    const diagnosis = this.#get(id);
    delete diagnosis.question;
    this.#changed(Object.assign(diagnosis, { status: "completed", report }));
  }

  fail(id: string, failure: NonNullable<Envelope["failure"]>): void {
    this.#changed(Object.assign(this.#get(id), { status: "failed", failure }));
  }

  async send(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const text = await request.text();
    const seen = {
      method: request.method,
      path: `${url.pathname}${url.search}`,
      assertion: request.headers.get("authorization")?.replace("Bearer ", "") ?? "",
      traceparent: request.headers.get("traceparent") ?? "",
      body: text === "" ? undefined : (JSON.parse(text) as unknown),
    };
    this.requests.push(seen);
    try {
      return (await this.intercept?.(seen)) ?? (await this.#route(seen, url, request.signal));
    } finally {
      this.#notify();
    }
  }

  async #route(seen: SeenRequest, url: URL, signal: AbortSignal): Promise<Response> {
    const [owner = "", nonce] = seen.assertion.split("#");
    if (!nonce) return refuse(401, "Unauthorized", "The assertion is not valid.");
    const [, , collection, id, action, item] = url.pathname.split("/").map(decodeURIComponent);
    if (collection !== "diagnoses") return refuse(404, "NotFound", "No such route.");
    if (!id)
      return seen.method === "POST" ? this.#start(owner, seen.body) : this.#list(owner, url.searchParams);
    const diagnosis = this.#diagnoses.get(id);
    if (diagnosis?.owner !== owner) return refuse(404, "NotFound", `There is no diagnosis ${id}.`);
    switch (`${seen.method} ${action ?? ""}`) {
      case "GET ":
        return Response.json(viewOf(diagnosis));
      case "GET events":
        return await this.#poll(diagnosis, Number(url.searchParams.get("after")), signal);
      case "POST answers":
        diagnosis.answers.push(seen.body as Diagnosis["answers"][number]);
        this.#changed(diagnosis);
        return Response.json(viewOf(diagnosis));
      case "POST cancel":
        this.#changed(Object.assign(diagnosis, { status: "cancelled" }));
        return Response.json(viewOf(diagnosis));
      case "POST feedback":
        if (!diagnosis.report) return refuse(409, "DiagnosisRunning", "This diagnosis has no report yet.");
        diagnosis.feedback.push(seen.body);
        return Response.json({ feedback_id: "f1", status: "pending_review", message: "Noted." });
      case "POST verifications":
        return this.#start(owner, { error: diagnosis.title, verifies: id });
      case "GET evidence": {
        const stored = this.evidence.get(item ?? "");
        return stored ? Response.json(stored) : refuse(404, "NotFound", `There is no evidence ${item}.`);
      }
      default:
        return refuse(404, "NotFound", "No such route.");
    }
  }

  #start(owner: string, body: unknown): Response {
    const { idempotency_key: key, ...rest } = body as { idempotency_key?: string; error: string };
    const text = JSON.stringify(rest);
    const known = key === undefined ? undefined : this.#keys.get(`${owner} ${key}`);
    if (known && known.body !== text)
      return refuse(409, "IdempotencyKeyReused", "The key stands for another request.");
    const running = [...this.#diagnoses.values()].find(
      (each) => each.owner === owner && each.body === text && each.status === "running",
    );
    const joined = known?.id ?? running?.id;
    if (joined) return Response.json({ diagnosis_id: joined, created: false });
    const id = `d${this.#diagnoses.size + 1}`;
    if (key !== undefined) this.#keys.set(`${owner} ${key}`, { id, body: text });
    const title = rest.error.split("\n", 1)[0] ?? "";
    this.#diagnoses.set(id, {
      id,
      owner,
      body: text,
      title,
      status: "running",
      events: [],
      answers: [],
      feedback: [],
      waiters: new Set(),
    });
    return Response.json({ diagnosis_id: id, created: true }, { status: 202 });
  }

  #list(owner: string, query: URLSearchParams): Response {
    const status = query.get("status");
    const own = [...this.#diagnoses.values()]
      .filter((each) => each.owner === owner && (status === null || each.status === status))
      .toReversed();
    const from = Number(query.get("cursor") ?? 0);
    const to = from + Number(query.get("limit") ?? 20);
    const at = "2026-01-31T09:00:00Z";
    return Response.json({
      diagnoses: own.slice(from, to).map(({ id, status: state, title, report }) => ({
        diagnosis_id: id,
        status: state,
        created_at: at,
        updated_at: at,
        title,
        ...(report ? { root_cause: report.root_cause.code } : {}),
      })),
      ...(to < own.length ? { next_cursor: String(to) } : {}),
    });
  }

  async #poll(diagnosis: Diagnosis, after: number, signal: AbortSignal): Promise<Response> {
    const hasNews = () => diagnosis.events.length > after || diagnosis.status !== "running";
    if (!hasNews()) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          if (diagnosis.waiters.delete(wake)) this.openPolls -= 1;
          this.#notify();
          resolve();
        };
        diagnosis.waiters.add(wake);
        this.openPolls += 1;
        signal.addEventListener("abort", wake);
        this.#notify();
      });
    }
    const events = diagnosis.events.slice(after);
    const ended = !["running", "input_required"].includes(diagnosis.status);
    return Response.json({ events, cursor: after + events.length, status: diagnosis.status, ended });
  }

  #get(id: string): Diagnosis {
    const diagnosis = this.#diagnoses.get(id);
    if (!diagnosis) throw new Error(`no diagnosis ${id}`);
    return diagnosis;
  }

  #changed(diagnosis: Diagnosis): void {
    for (const wake of diagnosis.waiters) wake();
    this.#notify();
  }

  #notify(): void {
    for (const look of this.#watchers) look();
  }
}

function viewOf({ id, status, events, question, failure, report }: Diagnosis) {
  const last = events.at(-1);
  return {
    diagnosis_id: id,
    status,
    progress: {
      done: last?.done ?? 0,
      total: last?.total ?? 0,
      message: last?.message ?? "started",
      elapsed_ms: 4_000,
    },
    ...(question ? { question } : {}),
    ...(failure ? { failure } : {}),
    ...(report ? { report } : {}),
  };
}

export function refuse(status: number, code: string, message: string, retryable = false): Response {
  return Response.json({ error: { code, message, retryable } }, { status });
}
