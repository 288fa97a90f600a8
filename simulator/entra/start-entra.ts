import type { AddressInfo } from "node:net";
import { type Reply, serve } from "../http/serve.ts";
import { readRequest } from "../http/simulated-request.ts";
import { fieldOf } from "../tenant/field.ts";
import type { TokenIssuer } from "../tokens/token-issuer.ts";
import type { World } from "../world.ts";
import type { RedirectUris } from "./app-registrations.ts";
import { EntraDoor } from "./entra-door.ts";
import { type EntraSettings, parseEntraSettings } from "./entra-settings.ts";
import { EntraState } from "./entra-state.ts";
import { makeCertificate } from "./run-time-certificate.ts";

export interface EntraOptions {
  /** A free one by default. */
  port?: number;
  /** Where AZEBAL's sign-ins may be sent back to; `http://localhost/auth/callback` and native apps by default. */
  redirectUris?: RedirectUris;
  /** As `PUT /simulator/entra` takes them. */
  settings?: EntraSettings;
  /** Milliseconds since 1970, by which tokens and codes live; the machine's clock by default. */
  nowMs?: () => number;
}

/** A request that Entra answered. Nothing of what it carried is kept. */
export interface EntraRequest {
  method: string;
  path: string;
  status: number;
  grantType?: string;
  /** `AADSTS…` where it was refused. */
  error?: string;
}

export interface SimulatedEntra {
  /** `https://127.0.0.1:{port}`. */
  origin: string;
  /** `{origin}/{tenant id}`, as MSAL wants it. */
  authority: string;
  /** What MSAL's `knownAuthorities` must list. */
  knownAuthority: string;
  tenantId: string;
  /** To be trusted as a certificate authority by whoever calls. */
  certificatePem: string;
  /** AZEBAL's own app registration; id and secret are made at every start. */
  clientId: string;
  clientSecret: string;
  /** The scope of AZEBAL's own API, `api://{client id}/Diagnose`. */
  apiScope: string;
  /** Changes what it does from now on, as `PUT /simulator/entra` does. @throws InvalidEntraSettingsError */
  apply(settings: EntraSettings): void;
  /** Ends every sign-in of a user, as `revokeSignInSessions` of Microsoft Graph does. False for an unknown user. */
  revoke(nameOrId: string): boolean;
  /** Every request so far, in order. */
  requests(): EntraRequest[];
  close(): Promise<void>;
}

/**
 * Serves Microsoft Entra ID for a tenant over TLS on 127.0.0.1, with a certificate made now.
 *
 * @throws InvalidEntraSettingsError when the settings cannot be used.
 * @throws PortInUseError when another process listens on the port.
 */
export async function startEntra(
  options: EntraOptions,
  world: World,
  issuer: TokenIssuer,
  defaultLifetimeSeconds: number,
): Promise<SimulatedEntra> {
  const { redirectUris = {}, settings = {}, nowMs = Date.now } = options;
  const state = new EntraState({ world, issuer, nowMs, redirectUris });
  const apply = (changes: EntraSettings): void => state.apply(parseEntraSettings(changes));
  apply(settings);
  const door = new EntraDoor(state, defaultLifetimeSeconds);
  const seen: EntraRequest[] = [];
  const { keyPem, certificatePem } = await makeCertificate();
  const reply = async (message: Parameters<typeof readRequest>[0]): Promise<Reply> => {
    const request = await readRequest(message).catch(() => undefined);
    if (request === undefined) return door.refuseUnreadable();
    const made = await door.reply(request);
    seen.push(noted(request, made));
    return made;
  };
  const server = await serve(options.port ?? 0, reply, { key: keyPem, cert: certificatePem });
  state.origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { azebal, tenantId, origin } = state;
  return {
    origin,
    authority: `${origin}/${tenantId}`,
    knownAuthority: new URL(origin).host,
    tenantId,
    certificatePem,
    clientId: azebal.clientId,
    clientSecret: azebal.clientSecret,
    apiScope: `api://${azebal.clientId}/Diagnose`,
    apply,
    revoke: (nameOrId) => {
      const user = state.directory.find(nameOrId);
      if (user !== undefined) state.apply({ users: { [user.objectId]: { revoke: true } } });
      return user !== undefined;
    },
    requests: () => structuredClone(seen),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function noted(request: { method: string; path: string; bodyText: string }, { answer }: Reply): EntraRequest {
  const grantType = request.path.endsWith("/token")
    ? new URLSearchParams(request.bodyText).get("grant_type")
    : null;
  const [aadsts] = (fieldOf(answer.body, "error_codes") ?? []) as readonly number[];
  return {
    method: request.method,
    path: request.path,
    status: answer.status,
    ...(grantType === null ? {} : { grantType }),
    ...(aadsts === undefined ? {} : { error: `AADSTS${aadsts}` }),
  };
}
