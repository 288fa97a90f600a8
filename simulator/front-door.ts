import { answerArm } from "./arm/answer-arm.ts";
import { answerEntraRequest, answerRevocation } from "./entra/answer-entra-request.ts";
import type { SimulatedEntra } from "./entra/start-entra.ts";
import { answerFaultsRequest } from "./faults/answer-faults-request.ts";
import type { FaultRule } from "./faults/fault-rules.ts";
import type { Faults } from "./faults/faults.ts";
import { replyUnderFault } from "./faults/reply-under-fault.ts";
import { answerGraph } from "./graph/answer-graph.ts";
import type { Answer } from "./http/answer.ts";
import { cannedResponse } from "./http/canned-response.ts";
import type { AzurePlane, Plane } from "./http/plane.ts";
import type { Reply } from "./http/serve.ts";
import { ServiceHeaders } from "./http/service-headers.ts";
import type { SimulatedRequest } from "./http/simulated-request.ts";
import { answerLogQuery } from "./logs/answer-log-query.ts";
import type { Quotas } from "./quota/quotas.ts";
import { answerTokenRequest } from "./tokens/answer-token-request.ts";
import type { Caller } from "./tokens/caller.ts";
import type { TokenIssuer } from "./tokens/token-issuer.ts";
import { checkToken } from "./tokens/token-refusal.ts";
import type { World } from "./world.ts";

interface FrontDoorParts {
  world: World;
  issuer: TokenIssuer;
  quotas: Quotas;
  faults: Faults;
  /** Undefined where Entra is not served. */
  entra?: SimulatedEntra;
}

/** Where every request comes in: past its fault, its token and its quotas to the service that it is for. */
export class FrontDoor {
  readonly #parts: FrontDoorParts;
  readonly #headers: ServiceHeaders;

  constructor(parts: FrontDoorParts) {
    this.#parts = parts;
    this.#headers = new ServiceHeaders(parts.world.clock);
  }

  /** @param fault what strikes this request; undefined where nothing does. */
  reply(plane: Plane, request: SimulatedRequest, fault: FaultRule | undefined): Promise<Reply> {
    const headers = this.#headers.of(plane, request);
    const plain = async (): Promise<Reply> => {
      if (plane === "simulator") return { answer: await this.#answerSimulator(request), headers };
      const { answer, quotaHeaders } = await this.#answerAzure(plane, request);
      return { answer, headers: { ...headers, ...quotaHeaders } };
    };
    const { world, issuer } = this.#parts;
    return fault === undefined
      ? plain()
      : replyUnderFault(fault.effect, { plane, request, world, issuer, headers, plain });
  }

  /** For what cannot be read as a request. */
  refuseUnreadable(): Reply {
    const error = { code: "BadRequest", message: "The request could not be read." };
    return { answer: { status: 400, body: { error } }, headers: this.#headers.of("arm", { headers: {} }) };
  }

  async #answerSimulator(request: SimulatedRequest): Promise<Answer> {
    const { issuer, world, faults } = this.#parts;
    if (request.path === "/simulator/token")
      return answerTokenRequest(request, issuer, world.signedIn, world.origin);
    if (request.path === "/simulator/faults") return answerFaultsRequest(request, faults);
    if (request.path === "/simulator/entra") return answerEntraRequest(request, this.#parts.entra);
    const error = { code: "NotFound", message: `There is nothing at ${request.path}.` };
    return { status: 404, body: { error } };
  }

  async #answerAzure(
    plane: AzurePlane,
    request: SimulatedRequest,
  ): Promise<{ answer: Answer; quotaHeaders?: Record<string, string> }> {
    const { issuer, quotas, entra } = this.#parts;
    let { world } = this.#parts;
    const checked = await checkToken(plane, request, issuer, world.origin, world.clock.now());
    if ("refused" in checked) return { answer: checked.refused };
    world = seenBy(checked.caller, world);
    const { headers: quotaHeaders, refused } = quotas.charge(plane, request, checked.caller);
    const answer =
      refused ??
      (entra !== undefined && plane === "graph"
        ? answerRevocation(request, checked.caller, world, entra)
        : undefined) ??
      cannedResponse(world.tenant.responses ?? [], request) ??
      (await answerOf(plane, request, world));
    return { answer, quotaHeaders };
  }
}

/** The same tenant with the caller signed in, so that `/me` is whoever asks. */
function seenBy({ objectId }: Caller, world: World): World {
  if (objectId === world.signedIn.objectId) return world;
  const signedIn = world.tenant.users.find((user) => user.objectId === objectId);
  return signedIn === undefined ? world : { ...world, signedIn };
}

async function answerOf(plane: AzurePlane, request: SimulatedRequest, world: World): Promise<Answer> {
  switch (plane) {
    case "graph":
      return answerGraph(request, world);
    case "logs":
      return answerLogQuery(request, world);
    case "arm":
      return answerArm(request, world);
  }
}
