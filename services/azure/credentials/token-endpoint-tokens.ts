import { z } from "zod";
import { failureCodes } from "../../../domain/failure.ts";
import { isLoopback } from "../../../domain/loopback.ts";
import { exchange } from "../reading/azure-wire.ts";
import { parsedJson } from "../reading/parsed-json.ts";
import { AzureServiceError, MalformedAnswerError, WireRefusedError } from "../reading/wire-faults.ts";
import type { AccessToken, AccessTokens } from "./token-cache.ts";

/** `expires_on`: seconds since 1970, as a number or as text, as the managed-identity endpoint sends it. */
const TokenAnswerSchema = z.looseObject({
  access_token: z.string().min(1),
  expires_on: z.coerce.number().int().positive(),
});

const timeoutMs = 10_000;
const maxBytes = 64 * 1024;
const read = "the token endpoint";

/**
 * Tokens of a simulator on this machine: `GET <tokenUrl>?resource=<audience>&login_hint=<user>`, the
 * hint where it is known who asks: an endpoint that serves several people tells them apart by it. `expires_on` is
 * by this machine's clock, also where the simulator's own clock stands at its scenario.
 *
 * @throws WireRefusedError where the URL is missing or not loopback; wire faults; MalformedAnswerError.
 */
export function createTokenEndpointTokens(tokenUrl: string | undefined): AccessTokens {
  return {
    async fetchToken(audience, principal) {
      if (tokenUrl === undefined) throw new WireRefusedError(read, "AZEBAL_TOKEN_URL is not set");
      const url = new URL(tokenUrl);
      if (!isLoopback(url.hostname)) throw new WireRefusedError(read, "it is not on this machine");
      url.searchParams.set("resource", audience);
      if (principal !== undefined) url.searchParams.set("login_hint", principal.userPrincipalName);
      const headers = { accept: "application/json" };
      const answer = await exchange({ method: "GET", url, headers, read }, { timeoutMs, maxBytes });
      if (answer.status >= 500) throw new AzureServiceError(read, answer.status, undefined);
      if (answer.status !== 200)
        return {
          ok: false,
          failure: {
            code: failureCodes.signInRequired,
            message: `The token endpoint gave no token for ${audience} (status ${answer.status}). Start the simulator anew.`,
            status: answer.status,
          },
        };
      return { ok: true, value: parsed(answer.text) };
    },
  };
}

function parsed(text: string): AccessToken {
  const result = TokenAnswerSchema.safeParse(parsedJson(text));
  if (!result.success) throw new MalformedAnswerError(read, "it has no access_token or expires_on");
  return { token: result.data.access_token, expiresAtMs: result.data.expires_on * 1_000 };
}
