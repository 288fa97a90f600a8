import { z } from "zod";
import type { Principal } from "../../../domain/principal.ts";
import { parsedJson } from "../reading/parsed-json.ts";

const ClaimsSchema = z.looseObject({
  tid: z.string().min(1),
  oid: z.string().min(1),
  upn: z.string().min(1).optional(),
  unique_name: z.string().min(1).optional(),
  preferred_username: z.string().min(1).optional(),
  appid: z.string().min(1).optional(),
});

/**
 * Who an access token speaks for, by its claims. The signature is not checked: the token came from the credential, and
 * the service that it is sent to checks it. Undefined where it is no JWT with a tenant and an object ID.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export function readTokenPrincipal(token: string): Principal | undefined {
  const payload = token.split(".")[1];
  if (payload === undefined) return undefined;
  const claims = ClaimsSchema.safeParse(parsedJson(Buffer.from(payload, "base64url").toString("utf8")));
  if (!claims.success) return undefined;
  const { tid, oid, upn, unique_name, preferred_username, appid } = claims.data;
  return {
    tenantId: tid,
    objectId: oid,
    userPrincipalName: upn ?? unique_name ?? preferred_username ?? appid ?? oid,
  };
}
