import { expect, test } from "vitest";
import { claimsFor, forgetClaims, keepClaims } from "../../../services/identity/kept-claims.ts";
import { alice, bob } from "../stores/contracts/stores-factory.ts";
import { openTemporaryStores } from "../stores/support/temporary-stores.ts";

test("the latest challenge waits for its person until they have signed in, however often they begin", async () => {
  const { stores } = await openTemporaryStores();
  const { singleUse } = stores;
  for (let met = 0; met < 50; met += 1) await keepClaims(singleUse, alice, `{"met":${met}}`);
  expect([
    await claimsFor(singleUse, alice),
    await claimsFor(singleUse, { ...alice, tenantId: "t1", objectId: "ALICE" }),
    await claimsFor(singleUse, bob),
  ]).toEqual(['{"met":49}', '{"met":49}', undefined]);
  await forgetClaims(singleUse, alice);
  expect(await claimsFor(singleUse, alice)).toBeUndefined();
  await keepClaims(singleUse, alice, "{}");
  expect(await claimsFor(singleUse, alice)).toBe("{}");
});
