import { graphDenied } from "../graph/graph-errors.ts";
import { type Answer, ok } from "../http/answer.ts";
import { jsonBody, type SimulatedRequest } from "../http/simulated-request.ts";
import type { Caller } from "../tokens/caller.ts";
import type { World } from "../world.ts";
import type { EntraSettings } from "./entra-settings.ts";
import type { SimulatedEntra } from "./start-entra.ts";

/**
 * `GET /simulator/entra`: where Entra is served, and the app registered for AZEBAL, its secret among it. `PUT` changes
 * what Entra does from then on. No token is needed.
 */
export function answerEntraRequest(request: SimulatedRequest, entra: SimulatedEntra | undefined): Answer {
  if (entra === undefined)
    return failure(404, "EntraNotServed", "Entra is not simulated. Start the simulator with --entra.");
  if (request.method === "PUT") {
    try {
      entra.apply(jsonBody(request) as EntraSettings);
    } catch (error) {
      if (!(error instanceof Error && error.name === "InvalidEntraSettingsError")) throw error;
      return failure(400, "InvalidEntraSettings", error.message);
    }
  } else if (request.method !== "GET")
    return {
      ...failure(405, "MethodNotAllowed", "Send GET, or PUT with settings."),
      headers: { Allow: "GET, PUT" },
    };
  const { origin, authority, tenantId, clientId, clientSecret, apiScope, certificatePem } = entra;
  return ok({ origin, authority, tenantId, clientId, clientSecret, apiScope, certificatePem });
}

const revocation = /^\/(v1\.0|beta)\/(?:(me)|users\/([^/]+))\/(?:microsoft\.graph\.)?revokeSignInSessions$/i;

/**
 * `POST /me/revokeSignInSessions` of Microsoft Graph, and `/users/{id}/…` for oneself; undefined for any other request.
 *
 * @see https://learn.microsoft.com/graph/api/user-revokesigninsessions
 */
export function answerRevocation(
  request: SimulatedRequest,
  caller: Caller,
  world: World,
  entra: SimulatedEntra,
): Answer | undefined {
  const found = request.method === "POST" ? revocation.exec(request.path) : null;
  if (found === null) return undefined;
  const [, version = "v1.0", me, named = ""] = found;
  const user = world.tenant.users.find(
    ({ objectId }) => objectId.toLowerCase() === caller.objectId.toLowerCase(),
  );
  const own = [user?.objectId, user?.upn].map((name) => name?.toLowerCase());
  if (me === undefined && !own.includes(named.toLowerCase())) return graphDenied(world);
  entra.revoke(caller.objectId);
  const context = `https://graph.microsoft.com/${version}/$metadata#Edm.Boolean`;
  return ok({ "@odata.context": context, value: true });
}

function failure(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message } } };
}
