import type { IncomingMessage, ServerResponse } from "node:http";
import type { OAuthServerProvider } from "@modelcontextprotocol/sdk/server/auth/provider.js";
import { mcpAuthRouter } from "@modelcontextprotocol/sdk/server/auth/router.js";
import { InvalidTokenError } from "@modelcontextprotocol/sdk/server/auth/errors.js";
import express from "express";
import { azebalScope } from "../../services/identity/azebal-token.ts";
import type { SignIn, SignInEnd } from "../sign-in/sign-in.ts";
import type { Grants } from "./grants.ts";
import { clientInformation, type RegisteredClient } from "./oauth-clients.ts";

export interface AuthorizationServerOptions {
  readonly signIn: SignIn;
  readonly grants: Grants;
  readonly clients: readonly RegisteredClient[];
  /** The gateway's public origin: the issuer. */
  readonly issuer: URL;
  /** The MCP endpoint, as clients call it. */
  readonly resource: URL;
}

export interface AuthorizationServer {
  /** Whether a path is one of its endpoints. */
  serves(pathname: string): boolean;
  handle(incoming: IncomingMessage, outgoing: ServerResponse): void;
  /** Where a sign-in that a client asked for goes on: to the client, with a code or with what went wrong. */
  sendOn(end: SignInEnd): Promise<string | undefined>;
}

const paths = ["/authorize", "/token", "/revoke"];

/**
 * The gateway's own OAuth 2.1 authorization server, in front of Microsoft Entra: the endpoints are the MCP SDK's, the grants
 * are ours. Clients get tokens of the gateway's only.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization
 */
export function createAuthorizationServer(options: AuthorizationServerOptions): AuthorizationServer {
  const { clients, grants, issuer, resource, signIn } = options;
  const known = new Map(clients.map((client) => [client.clientId, client]));

  const provider: OAuthServerProvider = {
    // The challenge is compared where the code is taken, so that a wrong verifier uses the code up.
    skipLocalPkceValidation: true,
    clientsStore: {
      getClient: (clientId) => {
        const client = known.get(clientId);
        return client && clientInformation(client);
      },
    },
    async authorize({ client_id: clientId }, { codeChallenge, redirectUri, state }, response) {
      const { url } = await signIn.invite({
        askedBy: `client ${clientId}`,
        purpose: {
          kind: "authorize",
          clientId,
          clientName: known.get(clientId)?.name ?? clientId,
          redirectUri,
          codeChallenge,
          ...(state === undefined ? {} : { state }),
        },
      });
      response.redirect(302, url);
    },
    challengeForAuthorizationCode: async () => "",
    exchangeAuthorizationCode: async ({ client_id: clientId }, code, codeVerifier, redirectUri, target) => ({
      ...(await grants.redeemCode(code, { clientId, codeVerifier, redirectUri, resource: target })),
    }),
    exchangeRefreshToken: async ({ client_id: clientId }, refreshToken, _scopes, target) => ({
      ...(await grants.redeemRefreshToken(refreshToken, clientId, target)),
    }),
    revokeToken: async ({ client_id: clientId }, { token }) => await grants.revoke(token, clientId),
    verifyAccessToken: async () => {
      throw new InvalidTokenError("Tokens are verified at the MCP endpoint.");
    },
  };

  const app = express();
  app.disable("x-powered-by");
  // The gateway's own limits are shared by all replicas; those of the router count for one process only.
  const endpoint = { rateLimit: false } as const;
  app.use(
    mcpAuthRouter({
      provider,
      issuerUrl: issuer,
      resourceServerUrl: resource,
      scopesSupported: [azebalScope],
      resourceName: "AZEBAL",
      authorizationOptions: endpoint,
      tokenOptions: endpoint,
      revocationOptions: endpoint,
    }),
  );

  return {
    serves: (pathname) => paths.includes(pathname) || pathname.startsWith("/.well-known/oauth-"),
    handle: (incoming, outgoing) => app(incoming, outgoing),
    async sendOn(end) {
      if (!("invitation" in end) || end.invitation.purpose.kind !== "authorize") return undefined;
      const { clientId, codeChallenge, redirectUri, state } = end.invitation.purpose;
      const target = new URL(redirectUri);
      if (state !== undefined) target.searchParams.set("state", state);
      // RFC 9207: a client that talks to several servers knows whose answer this is.
      target.searchParams.set("iss", issuer.href);
      if (end.kind === "signed_in" && end.caller.sessionId !== undefined) {
        const { sessionId } = end.caller;
        const code = await grants.issueCode({ sessionId, clientId, redirectUri, codeChallenge });
        target.searchParams.set("code", code);
      } else if (end.kind === "declined") {
        target.searchParams.set("error", "access_denied");
        target.searchParams.set("error_description", "The person did not sign in.");
      } else return undefined;
      return target.href;
    },
  };
}
