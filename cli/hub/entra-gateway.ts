import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Caller } from "../../domain/principal.ts";
import {
  type AuthorizationServer,
  createAuthorizationServer,
} from "../../mcp-gateway/authorization/authorization-server.ts";
import { createBearerAuthentication } from "../../mcp-gateway/authorization/bearer.ts";
import { Grants } from "../../mcp-gateway/authorization/grants.ts";
import { ideClient } from "../../mcp-gateway/authorization/oauth-clients.ts";
import type { GatewayLog } from "../../mcp-gateway/gateway-log.ts";
import { ownHosts, refusalOf } from "../../mcp-gateway/http/request-guard.ts";
import { requestUrl } from "../../mcp-gateway/http/request-url.ts";
import { createEntraIdentity, type EntraIdentity } from "../../mcp-gateway/identity/entra-identity.ts";
import type { Identity } from "../../mcp-gateway/identity/identity.ts";
import { auditedOpener, auditFailedSignIn, auditSignOut } from "../../mcp-gateway/sign-in/audited-sign-in.ts";
import { createSessionOpener, type SessionOpener } from "../../mcp-gateway/sign-in/session-opener.ts";
import { SignIn } from "../../mcp-gateway/sign-in/sign-in.ts";
import { createSignInRoutes, type SignInRoutes } from "../../mcp-gateway/sign-in/sign-in-routes.ts";
import { createAzebalTokens } from "../../services/identity/azebal-token.ts";
import { createCliTokens } from "../../services/identity/cli-token.ts";
import { createEntraClient } from "../../services/identity/entra-client.ts";
import { claimsFor, forgetClaims } from "../../services/identity/kept-claims.ts";
import { createSigningKeys } from "../../services/identity/signing-keys.ts";
import type { EntraConfig } from "../../services/platform/entra-config.ts";
import type { Stores } from "../../services/stores/stores.ts";

export interface EntraGatewayOptions {
  readonly entra: EntraConfig;
  /** The audience of Azure Resource Manager's tokens. */
  readonly audience: string;
  readonly stores: Stores;
  readonly log: GatewayLog;
  /** Called with each new sign-in once it is stored, whichever way it came. */
  readonly onSignedIn: (caller: Caller) => Promise<void>;
}

const hourMs = 60 * 60_000;

function signInOf({ audience, entra, log, onSignedIn, stores }: EntraGatewayOptions, origin: () => string) {
  const client = createEntraClient({ settings: entra, audience });
  const { audit, keys, singleUse } = stores;
  const audited = auditedOpener(
    createSessionOpener({
      sessions: stores.sessions,
      support: {
        role: entra.supportRole,
        ...(entra.supportGroup === undefined ? {} : { group: entra.supportGroup }),
      },
      sessionMs: entra.sessionHours * hourMs,
    }),
    audit,
  );
  const opener: SessionOpener = {
    async open(signedIn, renewed) {
      const caller = await audited.open(signedIn, renewed);
      await forgetClaims(singleUse, caller);
      await onSignedIn(caller);
      return caller;
    },
  };
  const signIn = new SignIn({
    entra: client,
    cliTokens: createCliTokens({ settings: entra, audience }),
    keys,
    singleUse,
    sessions: opener,
    onEnd: async (end) => await auditFailedSignIn(audit, end),
    origin,
  });
  return { client, opener, signIn, log };
}

/** The sign-in of a gateway that many people call over HTTP. */
export interface SharedEntraGateway {
  readonly identity: Identity;
  readonly authenticate: (headers: IncomingHttpHeaders) => Promise<Caller>;
  readonly routes: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<boolean>;
  /** Once it listens: its own address, where no public one is configured. */
  listensAt(origin: string): void;
}

export function createSharedEntraGateway(options: EntraGatewayOptions): SharedEntraGateway {
  const { entra, log, stores } = options;
  let origin = entra.publicUrl ?? "http://127.0.0.1";
  let parts: { server: AuthorizationServer; signInRoutes: SignInRoutes } | undefined;
  const resource = () => new URL("/mcp", origin);
  const { client, opener, signIn } = signInOf(options, () => origin);
  const tokensAt = () =>
    createAzebalTokens({
      keys: createSigningKeys(stores.keys),
      issuer: new URL(origin).href,
      audience: resource().href,
    });

  /** Made when they are first needed: their address is known only then. */
  function made() {
    if (parts !== undefined) return parts;
    const grants = new Grants({
      tokens: tokensAt(),
      keys: stores.keys,
      singleUse: stores.singleUse,
      sessions: {
        isOpen: async (sessionId) => (await stores.sessions.get(sessionId)) !== undefined,
        end: async (sessionId) => {
          const session = await stores.sessions.get(sessionId);
          await stores.sessions.remove(sessionId);
          if (session !== undefined) await auditSignOut(stores.audit, session.principal);
        },
      },
      resource: () => resource().href,
      refreshSeconds: entra.sessionHours * 60 * 60,
    });
    const server = createAuthorizationServer({
      signIn,
      grants,
      clients: [ideClient],
      issuer: new URL(origin),
      resource: resource(),
    });
    const signInRoutes = createSignInRoutes({
      signIn,
      isSecure: () => origin.startsWith("https:"),
      sendOn: async (end) => await server.sendOn(end),
      log,
    });
    parts = { server, signInRoutes };
    return parts;
  }

  let authenticate: ((headers: IncomingHttpHeaders) => Promise<Caller>) | undefined;
  return {
    identity: createEntraIdentity({
      entra: client,
      signIn,
      sessions: stores.sessions,
      opener,
      claimsFor: async (caller) => await claimsFor(stores.singleUse, caller),
      servePages: async () => {},
      processId: "nobody",
    }),
    authenticate: async (headers) => {
      authenticate ??= createBearerAuthentication({
        tokens: tokensAt(),
        sessions: stores.sessions,
        metadataUrl: () => new URL("/.well-known/oauth-protected-resource/mcp", origin).href,
      });
      return await authenticate(headers);
    },
    routes: async (incoming, outgoing) => {
      const { server, signInRoutes } = made();
      const pathname = requestUrl(incoming)?.pathname;
      if (pathname === undefined) return false;
      if (server.serves(pathname)) server.handle(incoming, outgoing);
      else return await signInRoutes(incoming, outgoing);
      return true;
    },
    listensAt: (address) => {
      // Neither Entra nor the SDK takes plain HTTP at [::1]; as localhost it is the same server.
      origin = entra.publicUrl ?? address.replace("//[::1]", "//localhost");
    },
  };
}

/** The sign-in of one process on standard input and output: one person's. */
export interface OwnEntraGateway {
  readonly identity: EntraIdentity;
  close(): void;
}

export function createOwnEntraGateway(
  options: EntraGatewayOptions & { readonly onSignedOut: () => Promise<void> },
): OwnEntraGateway {
  const { stores } = options;
  const pages = createServer((incoming, outgoing) => {
    void servePage(incoming, outgoing);
  });
  pages.unref();
  let listening: Promise<void> | undefined;
  let origin = "http://localhost";
  const { client, log, opener, signIn } = signInOf(options, () => origin);
  const routes = createSignInRoutes({ signIn, isSecure: () => false, log });

  /** Routes answer their own failures. A page elsewhere that a name leads here (DNS rebinding) is told nothing. */
  async function servePage(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const hosts = new Set(ownHosts("127.0.0.1", (pages.address() as AddressInfo).port));
    if (refusalOf(incoming.headers, { hosts, origins: new Set() })) outgoing.writeHead(403).end();
    else if (!(await routes(incoming, outgoing))) outgoing.writeHead(404).end();
  }

  /** Entra takes any port of `localhost` for a public client, and no other address of this machine. */
  async function listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      pages.once("error", reject);
      pages.listen(0, "127.0.0.1", resolve);
    });
    origin = `http://localhost:${(pages.address() as AddressInfo).port}`;
  }

  return {
    identity: createEntraIdentity({
      entra: client,
      signIn,
      sessions: stores.sessions,
      opener,
      claimsFor: async (caller) => await claimsFor(stores.singleUse, caller),
      servePages: async () => {
        listening ??= listen().catch((error: unknown) => {
          listening = undefined;
          throw error;
        });
        await listening;
      },
      onSignedOut: options.onSignedOut,
      processId: `process ${process.pid} ${crypto.randomUUID()}`,
    }),
    close: () => {
      pages.close();
      pages.closeAllConnections();
    },
  };
}
