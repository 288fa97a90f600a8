import type { IncomingMessage, ServerResponse } from "node:http";
import { InvalidRequestError, InvalidTokenError } from "@modelcontextprotocol/sdk/server/auth/errors.js";
import { metadataHandler } from "@modelcontextprotocol/sdk/server/auth/handlers/metadata.js";
import type { OAuthServerProvider } from "@modelcontextprotocol/sdk/server/auth/provider.js";
import { createOAuthMetadata, mcpAuthRouter } from "@modelcontextprotocol/sdk/server/auth/router.js";
import express, { type ErrorRequestHandler } from "express";
import { failureCodes } from "../../domain/failure.ts";
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
const metadataPath = "/.well-known/oauth-authorization-server";
/** What goes with the browser to Microsoft and back. Clients send some 40 characters. */
const longestState = 2_048;

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
    // The challenge stands in the code, and is compared where that is opened.
    skipLocalPkceValidation: true,
    clientsStore: {
      getClient: (clientId) => {
        const client = known.get(clientId);
        return client && clientInformation(client);
      },
    },
    async authorize({ client_id: clientId }, { codeChallenge, redirectUri, state }, response) {
      if (state !== undefined && state.length > longestState)
        throw new InvalidRequestError(`A state may have ${longestState} characters at most.`);
      if (!/^[\w-]{43}$/u.test(codeChallenge))
        throw new InvalidRequestError("code_challenge is no SHA-256 in base64url (RFC 7636, S256).");
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
  const described = { provider, issuerUrl: issuer, scopesSupported: [azebalScope] };
  // What the SDK does not say of itself: clients are public ones, and answers name their issuer (RFC 9207).
  app.use(
    metadataPath,
    metadataHandler({
      ...createOAuthMetadata(described),
      token_endpoint_auth_methods_supported: ["none"],
      revocation_endpoint_auth_methods_supported: ["none"],
      authorization_response_iss_parameter_supported: true,
    }),
  );
  app.use(
    mcpAuthRouter({
      ...described,
      resourceServerUrl: resource,
      resourceName: "AZEBAL",
      authorizationOptions: endpoint,
      tokenOptions: endpoint,
      revocationOptions: endpoint,
    }),
  );
  app.use((_request, response) => void response.status(404).json(notFound));
  app.use(refuseBroken);

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
      } else {
        const { description, error } = failureOf(end);
        target.searchParams.set("error", error);
        target.searchParams.set("error_description", description);
      }
      return target.href;
    },
  };
}

const notFound = { error: "not_found", error_description: "There is nothing here." };

/** Express would show its stack. What it refuses by itself (a body that is too long, a broken escape) has a status below 500. */
const refuseBroken: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) return next(error);
  const status = error instanceof Error && "status" in error ? Number(error.status) : 500;
  const isOurs = !(status >= 400 && status < 500);
  response.status(isOurs ? 500 : status).json({
    error: isOurs ? "server_error" : "invalid_request",
    error_description: isOurs ? "AZEBAL itself failed. Try again." : "The request cannot be read.",
  });
};

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1 */
function failureOf(end: SignInEnd): { error: string; description: string } {
  if (end.kind === "refused") {
    const isTheirs = end.refusal.code === failureCodes.signInRequired;
    return { error: isTheirs ? "access_denied" : "server_error", description: end.refusal.message };
  }
  if (end.kind === "unreachable") return { error: "temporarily_unavailable", description: end.message };
  return { error: "access_denied", description: "The person did not sign in." };
}
