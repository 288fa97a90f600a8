import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../../simulator/start-simulator.ts";

export interface Reply {
  status: number;
  headers: Headers;
  // Tests look into bodies of every shape.
  body: unknown;
}

export interface Azure {
  simulator: Simulator;
  /** ARM, with an api-version unless the query names one. */
  arm(path: string, query?: Record<string, string>): Promise<Reply>;
  post(path: string, body: unknown, query?: Record<string, string>): Promise<Reply>;
  graph(path: string, query?: Record<string, string>): Promise<Reply>;
  logs(path: string, body: unknown): Promise<Reply>;
  /** Resource Graph. */
  rows(query: string, request?: object): Promise<Reply>;
  send(path: string, init?: RequestInit): Promise<Reply>;
  token(resource: string): Promise<string>;
  close(): Promise<void>;
}

type TestOptions = Omit<SimulatorOptions, "scenarioDirectory">;

/** Starts a simulator on a folder that holds this tenant, its clock standing still. */
export async function openAzure(tenant: unknown, options: TestOptions = {}): Promise<Azure> {
  const scenarioDirectory = await mkdtemp(join(tmpdir(), "azebal-simulator-"));
  await writeFile(join(scenarioDirectory, "tenant.json"), JSON.stringify(tenant));
  const azure = await openScenario(scenarioDirectory, { elapsedMs: () => 0, ...options });
  return {
    ...azure,
    close: async () => {
      await azure.close();
      await rm(scenarioDirectory, { recursive: true });
    },
  };
}

export async function openScenario(scenarioDirectory: string, options: TestOptions = {}): Promise<Azure> {
  const simulator = await startSimulator({ scenarioDirectory, ...options });
  const tokens = new Map<string, Promise<string>>();

  const send = async (path: string, init: RequestInit = {}): Promise<Reply> => {
    const response = await fetch(`${simulator.url}${path}`, init);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === "" ? undefined : JSON.parse(text),
    };
  };
  const newToken = async (resource: string): Promise<string> => {
    const { body } = await send(`/simulator/token?resource=${encodeURIComponent(resource)}`);
    return (body as { access_token: string }).access_token;
  };
  const token = (resource: string): Promise<string> => {
    const known = tokens.get(resource) ?? newToken(resource);
    tokens.set(resource, known);
    return known;
  };
  const call = async (
    resource: string,
    path: string,
    query: Record<string, string>,
    body?: unknown,
  ): Promise<Reply> => {
    const search = new URLSearchParams(query).toString();
    return send(`${encodeURI(path)}${search === "" ? "" : `?${search}`}`, {
      headers: { authorization: `Bearer ${await token(resource)}` },
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    });
  };
  const version = { "api-version": "2024-01-01" };
  const post = (path: string, body: unknown, query = {}): Promise<Reply> =>
    call("https://management.azure.com", path, { ...version, ...query }, body);
  return {
    simulator,
    arm: (path, query = {}) => call("https://management.azure.com", path, { ...version, ...query }),
    post,
    graph: (path, query = {}) => call("https://graph.microsoft.com", path, query),
    logs: (path, body) => call("https://api.loganalytics.azure.com", path, {}, body),
    rows: (query, request = {}) =>
      post("/providers/Microsoft.ResourceGraph/resources", { query, ...request }),
    send,
    token,
    close: () => simulator.close(),
  };
}
