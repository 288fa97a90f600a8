import type { OAuthClientInformationFull } from "@modelcontextprotocol/sdk/shared/auth.js";
import { azebalScope } from "../../services/identity/azebal-token.ts";

/** A client that the platform team has registered: an IDE, by the addresses to which its answers may go. */
export interface RegisteredClient {
  readonly clientId: string;
  readonly name: string;
  /** Exact, except for the port of a loopback address (RFC 8252). */
  readonly redirectUris: readonly string[];
}

/**
 * The client that is always there: IDE agents listen for the answer on this machine, at a port of their own. VS Code also
 * takes it at its two web addresses.
 *
 * @see https://code.visualstudio.com/api/extension-guides/ai/mcp#authorization
 */
export const ideClient: RegisteredClient = {
  clientId: "azebal-ide",
  name: "Your IDE",
  redirectUris: [
    "http://127.0.0.1/",
    "http://127.0.0.1/callback",
    "http://127.0.0.1/oauth/callback",
    "http://localhost/",
    "http://localhost/callback",
    "http://localhost/oauth/callback",
    "http://127.0.0.1:33418/",
    "https://vscode.dev/redirect",
    "https://insiders.vscode.dev/redirect",
    "cursor://anysphere.cursor-mcp/oauth/callback",
  ],
};

/** A public client, whose proof is PKCE. */
export function clientInformation(client: RegisteredClient): OAuthClientInformationFull {
  return {
    client_id: client.clientId,
    client_name: client.name,
    redirect_uris: [...client.redirectUris],
    token_endpoint_auth_method: "none",
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    scope: azebalScope,
  };
}
