import { type OAuthClientProvider, UnauthorizedError } from "@modelcontextprotocol/sdk/client/auth.js";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { OAuthTokens } from "@modelcontextprotocol/sdk/shared/auth.js";
import { onTestFinished } from "vitest";
import type { Person } from "./person.ts";

const redirectUrl = "http://127.0.0.1:51999/callback";

/** What an IDE keeps of its authorization at one gateway, in memory. */
export class IdeAuthorization implements OAuthClientProvider {
  readonly redirectUrl = redirectUrl;
  readonly clientMetadata = { redirect_uris: [redirectUrl], client_name: "An IDE" };
  tokensKept: OAuthTokens | undefined;
  authorizationUrl: URL | undefined;
  #verifier = "";

  clientInformation() {
    return { client_id: "azebal-ide" };
  }
  tokens() {
    return this.tokensKept;
  }
  saveTokens(tokens: OAuthTokens) {
    this.tokensKept = tokens;
  }
  redirectToAuthorization(url: URL) {
    this.authorizationUrl = url;
  }
  saveCodeVerifier(verifier: string) {
    this.#verifier = verifier;
  }
  codeVerifier() {
    return this.#verifier;
  }
  state() {
    return "state-of-the-ide";
  }
}

/** A real MCP client over HTTP whose person signs in where the gateway asks for it. */
export async function connectAs(
  url: string,
  person: Person,
  authorization = new IdeAuthorization(),
  /** Runs at each step of the sign-in: before the browser comes back, before the code is redeemed, before the client connects. */
  step = () => {},
): Promise<{ client: Client; authorization: IdeAuthorization }> {
  const transport = () => new StreamableHTTPClientTransport(new URL(url), { authProvider: authorization });
  const client = new Client({ name: "e2e", version: "1" });
  onTestFinished(async () => await client.close());
  const first = transport();
  try {
    await client.connect(first as unknown as Parameters<Client["connect"]>[0]);
  } catch (error) {
    if (!(error instanceof UnauthorizedError)) throw error;
    const asked = authorization.authorizationUrl;
    if (asked === undefined) throw error;
    const toPage = await fetch(asked, { redirect: "manual" });
    const { location } = await person.signIn(toPage.headers.get("location") ?? "", step);
    step();
    await first.finishAuth(location?.searchParams.get("code") ?? "");
    step();
    await client.connect(transport() as unknown as Parameters<Client["connect"]>[0]);
  }
  return { client, authorization };
}
