/**
 * The process that is measured: the function app on the local host, as `azebal start` runs it, asked over its HTTP entry
 * in process. It sends its parent one message: every diagnosis that it made.
 *
 *     fork(function-app-process.ts, [JSON of a Cell], { env: the product's settings })
 */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { openHub } from "../../cli/hub/open-hub.ts";
import {
  DiagnosisViewSchema,
  EventsAnswerSchema,
  HistoryAnswerSchema,
  StartAnswerSchema,
} from "../../domain/function-app-api.ts";
import type { Principal } from "../../domain/principal.ts";
import { openStores } from "../../services/stores/open-stores.ts";
import { median } from "../support/median.ts";
import { type DiagnosisTimes, roundsOf } from "./rounds-of.ts";

/** One process's work: several people's diagnoses, `atOnce` of them at a time, lap after lap. */
export interface Cell {
  /** One diagnosis of a lap each: the person `<name>@<scenario>`, and the scenario's folder. */
  readonly asked: readonly { readonly user: string; readonly scenario: string }[];
  readonly atOnce: number;
  readonly warmLaps: number;
}

export interface Measured extends DiagnosisTimes {
  readonly user: string;
  readonly phase: "cold" | "warm" | "alone";
  readonly startedAtMs: number;
  readonly totalMs: number;
  readonly firstProgressMs: number;
  readonly reads: number;
}

export interface CellResult {
  readonly readyMs: number;
  readonly measured: readonly Measured[];
  /** Processor time of this process in the warm laps, in milliseconds a diagnosis. */
  readonly cpuMs: number;
}

/** Answers are given again for 5 s: a lap waits until none is. */
const pauseMs = 5_200;

const cell = JSON.parse(process.argv[2] ?? "") as Cell;
const hub = await openHub({ env: process.env });
const requests = new Map(
  cell.asked.map(({ scenario }) => [
    basename(scenario),
    JSON.parse(readFileSync(join(scenario, "request.json"), "utf8")) as Record<string, unknown>,
  ]),
);

function principalOf(user: string): Principal {
  return { tenantId: "benchmark", objectId: user, userPrincipalName: user };
}

async function send(user: string, path: string, body?: unknown): Promise<unknown> {
  const command = body ? `POST /api/${path}` : undefined;
  const response = await hub.functionApp.send(
    new Request(`http://function-app.local/api/${path}`, {
      method: body ? "POST" : "GET",
      headers: {
        authorization: `Bearer ${await hub.signAssertion(principalOf(user), command)}`,
        "content-type": "application/json",
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }),
  );
  return await response.json();
}

let asked = 0;

/** One diagnosis, followed as the gateway follows it. What is asked for afterwards is in nobody's time. */
async function diagnose(user: string, phase: Measured["phase"]): Promise<() => Promise<Measured>> {
  const request = requests.get(user.slice(user.indexOf("@") + 1));
  asked += 1;
  const key = `benchmark-${asked}`;
  const startedAtMs = performance.timeOrigin + performance.now();
  const elapsedMs = () => performance.timeOrigin + performance.now() - startedAtMs;
  const { diagnosis_id: id } = StartAnswerSchema.parse(
    await send(user, "diagnoses", { ...request, idempotency_key: key }),
  );
  let firstProgressMs = 0;
  for (let after = 0; ; ) {
    const { events, cursor, ended } = EventsAnswerSchema.parse(
      await send(user, `diagnoses/${id}/events?after=${after}&wait_ms=20000`),
    );
    if (firstProgressMs === 0 && events.length > 0) firstProgressMs = elapsedMs();
    after = cursor;
    if (ended) break;
  }
  const view = DiagnosisViewSchema.parse(await send(user, `diagnoses/${id}`));
  const totalMs = elapsedMs();
  return async () => {
    const { turns } = HistoryAnswerSchema.parse(await send(user, `diagnoses/${id}/history`));
    return {
      ...roundsOf(turns.at(-1)?.trigger),
      user,
      phase,
      startedAtMs,
      totalMs,
      firstProgressMs,
      reads: view.report?.cost.azure_reads ?? Number.NaN,
    };
  };
}

/** Everybody's diagnosis once, so many at a time. */
async function lap(
  phase: Measured["phase"],
  users = cell.asked,
): Promise<{ measured: Measured[]; cpuMs: number }> {
  const before = process.cpuUsage();
  const made: (() => Promise<Measured>)[] = [];
  for (let from = 0; from < users.length; from += cell.atOnce)
    made.push(
      ...(await Promise.all(users.slice(from, from + cell.atOnce).map(({ user }) => diagnose(user, phase)))),
    );
  const { user, system } = process.cpuUsage(before);
  const measured = [];
  for (const tell of made) measured.push(await tell());
  return { measured, cpuMs: (user + system) / 1_000 / users.length };
}

const beganAtMs = performance.now();
await hub.warm();
const readyMs = performance.now() - beganAtMs;
const stores = openStores({ directory: await hub.directory() });
for (const { user } of cell.asked)
  await stores.sessions.put({
    sessionId: user,
    principal: principalOf(user),
    credential: "token_endpoint",
    createdAt: new Date().toISOString(),
  });
await stores.close();

const { measured } = await lap("cold", cell.asked.slice(0, cell.atOnce));
const cpuMs: number[] = [];
if (cell.warmLaps > 0) {
  // Once unmeasured: everybody signs in, and code that runs often is compiled.
  await lap("warm");
  await pause(pauseMs);
  measured.push(...(await lap("alone", cell.asked.slice(0, 1))).measured);
  for (let run = 0; run < cell.warmLaps; run += 1) {
    await pause(pauseMs);
    const warm = await lap("warm");
    measured.push(...warm.measured);
    cpuMs.push(warm.cpuMs);
  }
}
await hub.close();
process.send?.({ readyMs, measured, cpuMs: median(cpuMs) } satisfies CellResult, () => process.exit(0));
