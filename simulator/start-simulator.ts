import type { AddressInfo } from "node:net";
import type { EntraOptions, SimulatedEntra, startEntra as StartEntra } from "./entra/start-entra.ts";
import type { FaultRuleInput } from "./faults/fault-rules.ts";
import { Faults } from "./faults/faults.ts";
import { FrontDoor } from "./front-door.ts";
import { planeOf } from "./http/plane.ts";
import { type RecordedRequest, RequestLog } from "./http/request-log.ts";
import { type Reply, serve } from "./http/serve.ts";
import { type ReceivedMessage, readRequest } from "./http/simulated-request.ts";
import { Waits } from "./http/waits.ts";
import { KqlEngine } from "./kql/kql-engine.ts";
import { Quotas } from "./quota/quotas.ts";
import { Denials } from "./tenant/denials.ts";
import { PrincipalGroups } from "./tenant/principal-groups.ts";
import { readTenant } from "./tenant/read-tenant.ts";
import { ResourceIndex } from "./tenant/resource-index.ts";
import { monotonicMs, SimulatedClock } from "./tenant/simulated-clock.ts";
import type { Tenant, TenantUser } from "./tenant/tenant-schema.ts";
import { TokenIssuer } from "./tokens/token-issuer.ts";
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
  /** What goes wrong, in the format of `docs/simulator.md`; nothing by default. */
  faults?: readonly FaultRuleInput[];
  /** `off` counts requests against Azure's quotas but refuses none; by default what is too much is refused. */
  quotas?: "enforced" | "off";
  /** Serves Microsoft Entra ID too, over TLS on a port of its own; not by default. */
  entra?: true | EntraOptions;
  /** True starts the KQL parser's thread at once, so that the first query does not wait a second for it. */
  warmUp?: boolean;
  /** Milliseconds since the start, by which the simulated clock and the quotas run; the machine's monotonic clock by default. */
  elapsedMs?: () => number;
}

export interface Simulator {
  /** The origin that serves ARM, Microsoft Graph, the log query API and tokens: `http://127.0.0.1:{port}`. */
  url: string;
  /** The user who is signed in: the first of the tenant. */
  principal: { tenantId: string; objectId: string; userPrincipalName: string };
  /** What goes wrong: to be changed and watched while it runs. */
  faults: Faults;
  /** Where Entra is served; only where that was asked for. */
  entra?: SimulatedEntra;
  /** Answers a request that came in at another door, as one that came in at its own: recorded, judged and delayed. */
  reply(message: ReceivedMessage): Promise<Reply>;
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
 * @throws InvalidFaultsError when the faults cannot be used.
 * @throws PortInUseError when another process listens on the port.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const faults = new Faults(options.faults ?? []);
  const tenant = await readTenant(options.scenarioDirectory);
  const [signedIn] = tenant.users;
  const world = buildWorld(tenant, signedIn as TenantUser, options);
  const lifetimeSeconds = options.tokenLifetimeSeconds ?? defaultTokenLifetimeSeconds;
  const entraOptions = options.entra === true ? {} : options.entra;
  const issuer = new TokenIssuer({
    tenantId: tenant.tenantId,
    lifetimeSeconds,
    ...(entraOptions?.nowMs === undefined ? {} : { nowMs: entraOptions.nowMs }),
  });
  const quotas = new Quotas({ ...world, isEnforced: options.quotas !== "off" });
  const entra =
    entraOptions === undefined ? undefined : await openEntra(entraOptions, world, issuer, lifetimeSeconds);
  const door = new FrontDoor({ world, issuer, quotas, faults, ...(entra === undefined ? {} : { entra }) });
  const log = new RequestLog();
  const waits = new Waits();
  const reply: Simulator["reply"] = async (message) => {
    const arrivedAtMs = performance.now();
    const request = await readRequest(message);
    if (request === undefined) return door.refuseUnreadable();
    const plane = planeOf(request.path);
    const fault = faults.strike(plane, request);
    const made = await door.reply(plane, request, fault);
    log.record(request, made.answer.status, fault?.name);
    const latencyMs = plane === "simulator" ? 0 : (options.latencyMs ?? 0);
    await waits.until(arrivedAtMs + latencyMs + (made.extraLatencyMs ?? 0));
    return made;
  };
  const server = await serve(options.port ?? 0, reply).catch(async (error: unknown) => {
    await entra?.close();
    throw error;
  });
  world.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  if (options.warmUp === true) world.kql.warmUp();
  return {
    url: world.origin,
    principal: {
      tenantId: tenant.tenantId,
      objectId: world.signedIn.objectId,
      userPrincipalName: world.signedIn.upn,
    },
    faults,
    ...(entra === undefined ? {} : { entra }),
    reply,
    reads: () => log.reads(),
    requests: () => log.list(),
    close: async () => {
      await entra?.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        waits.close();
        server.closeAllConnections();
      });
    },
  };
}

/** Loaded only where it is asked for: making certificates takes a library of its own. */
async function openEntra(...parts: Parameters<typeof StartEntra>): Promise<SimulatedEntra> {
  const { startEntra } = await import("./entra/start-entra.ts");
  return startEntra(...parts);
}

function buildWorld(tenant: Tenant, signedIn: TenantUser, options: SimulatorOptions): World {
  return {
    tenant,
    index: new ResourceIndex(tenant),
    denials: new Denials(tenant.denied ?? []),
    groups: new PrincipalGroups(tenant),
    clock: new SimulatedClock(tenant.now, options.elapsedMs ?? monotonicMs()),
    signedIn,
    kql: new KqlEngine(),
    origin: "",
    pageSize: options.pageSize ?? defaultPageSize,
  };
}
