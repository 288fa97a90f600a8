import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type HttpFunctionOptions,
  HttpRequest,
  InvocationContext,
  PostInvocationContext,
} from "@azure/functions";
import { onTestFinished } from "vitest";
import { registerClientFunctions } from "../../../client-functions/register-client-functions.ts";
import type { Principal } from "../../../domain/principal.ts";
import { createTracing, type FinishedSpan } from "../../../services/platform/tracing.ts";
import { openStores, type StoresOptions } from "../../../services/stores/open-stores.ts";
import type { Stores } from "../../../services/stores/stores.ts";
import { FakeEngine } from "./fake-engine.ts";

export const alice: Principal = { tenantId: "t1", objectId: "alice", userPrincipalName: "alice@contoso.com" };
/** Support staff of alice's tenant, and of another. */
export const sam: Principal = { tenantId: "T1", objectId: "sam", userPrincipalName: "sam@contoso.com" };
export const stranger: Principal = { tenantId: "t2", objectId: "eve", userPrincipalName: "eve@fabrikam.com" };
export const bob: Principal = { tenantId: "t1", objectId: "bob", userPrincipalName: "bob@contoso.com" };

export interface Reply {
  status: number;
  body: unknown;
  headers: Record<string, string>;
}

export interface FunctionApp {
  engine: FakeEngine;
  stores: Stores;
  directory: string;
  /** Every line that was logged, as JSON. */
  logged: string[];
  /** What was traced, in the order of its end. */
  spans: FinishedSpan[];
  /** Moves the clock of the app and of the engine. */
  readonly setTime: (now: string) => void;
  readonly send: (who: Principal, method: "GET" | "POST", path: string, body?: unknown) => Promise<Reply>;
  /** Sends with these headers and this raw body. */
  readonly sendRaw: (
    method: "GET" | "POST",
    path: string,
    raw: { headers?: Record<string, string>; body?: string | Uint8Array },
  ) => Promise<Reply>;
  /** The turn that ends a diagnosis has been made, and its engine will show so. */
  endingTurn(diagnosisId: string): void;
  /** Another process on the same stores and engine, such as one that took over after a crash. */
  restart(): FunctionApp;
}

class InvalidAssertionError extends Error {
  override readonly name = "InvalidAssertionError";
}

const people = new Map([alice, bob, sam, stranger].map((person) => [person.objectId, person]));

/**
 * The client functions over real stores in a folder of their own, and a fake engine. An assertion is an object ID.
 *
 * @param redis  keeps the journal instead
 */
export function startFunctionApp(
  shared?: Pick<FunctionApp, "engine" | "directory" | "logged">,
  redis?: StoresOptions["redis"],
): FunctionApp {
  const directory = shared?.directory ?? mkdtempSync(join(tmpdir(), "azebal-functions-"));
  const engine = shared?.engine ?? new FakeEngine();
  const logged = shared?.logged ?? [];
  const stores = openStores({ directory, ...(redis ? { redis } : {}) });
  onTestFinished(async () => {
    await stores.close();
    if (shared === undefined) rmSync(directory, { recursive: true, force: true });
  });
  let time = "2026-03-01T10:00:00.000Z";
  const functions: HttpFunctionOptions[] = [];
  const spans: FinishedSpan[] = [];
  const log = (level: string) => (message: string, fields?: unknown) => {
    logged.push(JSON.stringify({ level, message, fields }));
  };
  const { wakeFollowers } = registerClientFunctions({
    app: { http: (_, options) => functions.push(options) },
    df: {
      input: { durableClient: () => ({ type: "durableClient", name: "client" }) },
      getClient: () => engine,
    },
    stores,
    buildId: "build-1",
    azHosts: {
      graph: "https://graph.microsoft.us",
      logs: "https://api.loganalytics.us",
      logsAudience: "https://api.loganalytics.us",
    },
    now: () => time,
    verifyAssertion: async (assertion) => {
      if (assertion === "broken-verifier") throw new TypeError("key store: secret-detail");
      const principal = people.get(assertion);
      if (principal === undefined) throw new InvalidAssertionError("The principal assertion is not valid.");
      const isSupport = principal === sam || principal === stranger;
      return { principal, roles: isSupport ? ["support", "of-no-meaning"] : [] };
    },
    log: { info: log("info"), warn: log("warn"), error: log("error") },
    tracing: createTracing({ send: (span) => spans.push(span), close: async () => {} }),
  });

  const sendRaw: FunctionApp["sendRaw"] = async (method, path, raw) => {
    const url = new URL(path, "http://localhost");
    const { options, params } = match(functions, method, url.pathname);
    const body =
      typeof raw.body === "string" ? { string: raw.body } : { bytes: raw.body ?? new Uint8Array() };
    const response = await options.handler(
      new HttpRequest({
        method,
        url: url.href,
        headers: raw.headers ?? {},
        query: Object.fromEntries(url.searchParams),
        params,
        ...(method === "POST" ? { body } : {}),
      }),
      {} as InvocationContext,
    );
    const init = response as { status: number; jsonBody: unknown; headers: Record<string, string> };
    return { status: init.status, body: JSON.parse(JSON.stringify(init.jsonBody)), headers: init.headers };
  };

  const self: FunctionApp = {
    engine,
    stores,
    directory,
    logged,
    spans,
    setTime: (now) => {
      time = now;
      engine.now = new Date(now);
    },
    send: (who, method, path, body) =>
      sendRaw(method, path, {
        headers: { authorization: `Bearer ${who.objectId}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    sendRaw,
    endingTurn(diagnosisId) {
      const trigger = { type: "orchestrationTrigger", name: "context" };
      const invocationContext = new InvocationContext({
        functionName: "diagnose",
        options: { trigger, extraInputs: [], extraOutputs: [] },
      });
      const inputs = [{ instanceId: diagnosisId }];
      void wakeFollowers(new PostInvocationContext({ inputs, result: { isDone: true }, invocationContext }));
    },
    restart: () => startFunctionApp(self, redis),
  };
  return self;
}

function match(functions: readonly HttpFunctionOptions[], method: string, path: string) {
  for (const options of functions) {
    const names: string[] = [];
    const pattern = (options.route ?? "").replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      names.push(name);
      return "([^/]*)";
    });
    const found = new RegExp(`^/api/${pattern}$`).exec(path);
    if (found === null || !options.methods?.some((allowed) => allowed === method)) continue;
    const params = Object.fromEntries(
      names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? "")]),
    );
    return { options, params };
  }
  throw new Error(`No function serves ${method} ${path}`);
}

/** Starts a diagnosis and gives its ID. */
export async function started(
  app: FunctionApp,
  request: object = { error: "boom" },
  who = alice,
): Promise<string> {
  const { body } = await app.send(who, "POST", "/api/diagnoses", request);
  return (body as { diagnosis_id: string }).diagnosis_id;
}
