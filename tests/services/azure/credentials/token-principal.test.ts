import { describe, expect, it } from "vitest";
import { readTokenPrincipal } from "../../../../services/azure/credentials/token-principal.ts";
import { madeToken } from "../support/made-token.ts";

describe("the principal of an access token", () => {
  it("is its tenant, object and user principal name", () => {
    expect(
      readTokenPrincipal(madeToken({ tid: "t", oid: "o", upn: "mara@contoso.example", name: "Mára" })),
    ).toEqual({
      tenantId: "t",
      objectId: "o",
      userPrincipalName: "mara@contoso.example",
    });
  });

  it.each([
    ["unique_name", { unique_name: "live.com#mara@contoso.example" }, "live.com#mara@contoso.example"],
    ["preferred_username", { preferred_username: "mara@contoso.example" }, "mara@contoso.example"],
    ["the application of a service principal", { appid: "app-1" }, "app-1"],
    ["the object ID", {}, "o"],
  ])("is named by %s where it has no upn", (_, claims, userPrincipalName) => {
    expect(readTokenPrincipal(madeToken({ tid: "t", oid: "o", ...claims }))?.userPrincipalName).toBe(
      userPrincipalName,
    );
  });

  it.each([
    ["opaque", "opaque-token"],
    ["empty", ""],
    ["without JSON", `a.${Buffer.from("no json").toString("base64url")}.c`],
    ["without a tenant", madeToken({ oid: "o" })],
    ["without an object", madeToken({ tid: "t" })],
    ["of another shape", madeToken({ tid: 1, oid: 2 })],
    ["of a JSON scalar", `a.${Buffer.from("7").toString("base64url")}.c`],
  ])("is unknown for a token %s", (_, token) => {
    expect(readTokenPrincipal(token)).toBeUndefined();
  });
});
