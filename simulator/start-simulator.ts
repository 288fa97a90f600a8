import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { answerArm } from "./arm/answer-arm.ts";
import { answerGraph } from "./graph/answer-graph.ts";
import type { Answer } from "./http/answer.ts";
import { cannedResponse } from "./http/canned-response.ts";
import { Latency } from "./http/latency.ts";
import { type RecordedRequest, RequestLog } from "./http/request-log.ts";
import { type Reply, serve } from "./http/serve.ts";
import { type Plane, ServiceHeaders } from "./http/service-headers.ts";
import { readRequest, type SimulatedRequest } from "./http/simulated-request.ts";
import { KqlEngine } from "./kql/kql-engine.ts";
import { answerLogQuery } from "./logs/answer-log-query.ts";
import { UserQuota } from "./resource-graph/user-quota.ts";
import { Denials } from "./tenant/denials.ts";
import { PrincipalGroups } from "./tenant/principal-groups.ts";
import { readTenant } from "./tenant/read-tenant.ts";
import { ResourceIndex } from "./tenant/resource-index.ts";
import { monotonicMs, SimulatedClock } from "./tenant/simulated-clock.ts";
import type { Tenant, TenantUser } from "./tenant/tenant-schema.ts";
import { answerTokenRequest } from "./tokens/answer-token-request.ts";
import { TokenIssuer } from "./tokens/token-issuer.ts";
import { refuseToken } from "./tokens/token-refusal.ts";
import type { World } from "./world.ts";

export interface SimulatorOptions {
  /** A folder in the format of `scenarios/README.md`; only its tenant.json is read. */
  scenarioDirectory: string;
  /** A free one by default. */
  port?: number;
  /** How many items a page of a list holds; 100 by default. */
  pageSize?: number;
  /** How long its access tokens are good for, on the machine's clock; an hour by default. */
  tokenLifetimeSeconds?: number;
  /** Milliseconds from a call's arrival before which Azure does not answer it, tokens not counted; 0 by default. */
  latencyMs?: number;
  /** True starts the KQL parser's thread at once, so that the first query does not wait a second for it. */
  warmUp?: boolean;
  /** Milliseconds since the start, by which the simulated clock runs; the machine's monotonic clock by default. */
  elapsedMs?: () => number;
}

export interface Simulator {
  /** The origin that serves ARM, Microsoft Graph, the log query API and tokens: `http://127.0.0.1:{port}`. */
  url: string;
  /** The user who is signed in: the first of the tenant. */
  principal: { tenantId: string; objectId: string; userPrincipalName: string };
  /** How many calls of Azure came so far, tokens not counted. */
  reads(): number;
  /** Every request so far, in order. */
  requests(): RecordedRequest[];
  close(): Promise<void>;
}

const defaultPageSize = 100;
const defaultTokenLifetimeSeconds = 3_600;

/**
 * Starts the offline Azure of a scenario on 127.0.0.1.
 *
 * @throws ScenarioNotFoundError, InvalidTenantError when the folder does not hold a usable tenant.json.
 * @throws PortInUseError when another process listens on the port.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const tenant = await readTenant(options.scenarioDirectory);
  const [signedIn] = tenant.users;
  const world = buildWorld(tenant, signedIn as TenantUser, options);
  const issuer = new TokenIssuer(
    tenant.tenantId,
    options.tokenLifetimeSeconds ?? defaultTokenLifetimeSeconds,
  );
  const headers = new ServiceHeaders(world.clock);
  const log = new RequestLog();
  const latency = new Latency(options.latencyMs ?? 0);
  const reply = async (message: IncomingMessage): Promise<Reply> => {
    const mayLeave = latency.begin();
    const request = await readRequest(message);
    if (request === undefined) return { answer: badRequest, headers: {} };
    const plane = planeOf(request.path);
    const answer = await answerRequest(plane, request, world, issuer);
    log.record(request, answer.status);
    if (plane !== "simulator") await mayLeave();
    return { answer, headers: headers.of(plane, request) };
  };
  const server = await serve(options.port ?? 0, reply);
  world.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  if (options.warmUp === true) world.kql.warmUp();
  return {
    url: world.origin,
    principal: {
      tenantId: tenant.tenantId,
      objectId: world.signedIn.objectId,
      userPrincipalName: world.signedIn.upn,
    },
    reads: () => log.reads(),
    requests: () => log.list(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        latency.close();
        server.closeAllConnections();
      }),
  };
}

const badRequest: Answer = {
  status: 400,
  body: { error: { code: "BadRequest", message: "The request could not be read." } },
};

function buildWorld(tenant: Tenant, signedIn: TenantUser, options: SimulatorOptions): World {
  return {
    tenant,
    index: new ResourceIndex(tenant),
    denials: new Denials(tenant.denied ?? []),
    groups: new PrincipalGroups(tenant),
    clock: new SimulatedClock(tenant.now, options.elapsedMs ?? monotonicMs()),
    signedIn,
    kql: new KqlEngine(),
    resourceGraphQuota: new UserQuota(),
    origin: "",
    pageSize: options.pageSize ?? defaultPageSize,
  };
}

/** One origin serves every plane; each has paths that no other has. */
function planeOf(path: string): Plane {
  if (path.startsWith("/simulator/")) return "simulator";
  if (/^\/(?:v1\.0|beta)(?:\/|$)/i.test(path)) return "graph";
  return /^\/v1\//i.test(path) ? "logs" : "arm";
}

async function answerRequest(
  plane: Plane,
  request: SimulatedRequest,
  world: World,
  issuer: TokenIssuer,
): Promise<Answer> {
  if (plane === "simulator") {
    if (request.path === "/simulator/token")
      return answerTokenRequest(request, issuer, world.signedIn, world.origin);
    return {
      status: 404,
      body: { error: { code: "NotFound", message: `There is nothing at ${request.path}.` } },
    };
  }
  const refused = await refuseToken(plane, request, issuer, world.origin, world.clock.now());
  if (refused !== undefined) return refused;
  const canned = cannedResponse(world.tenant.responses ?? [], request);
  if (canned !== undefined) return canned;
  switch (plane) {
    case "graph":
      return answerGraph(request, world);
    case "logs":
      return answerLogQuery(request, world);
    case "arm":
      return answerArm(request, world);
  }
}
