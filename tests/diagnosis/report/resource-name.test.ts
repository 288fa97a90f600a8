import { expect, test } from "vitest";
import { resourceName } from "../../../diagnosis/report/resource-name.ts";

const group = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg-orders";
const within = (path: string) => `${group}/providers/${path}`;

test.each([
  [within("Microsoft.KeyVault/vaults/kv-orders"), "Key Vault `kv-orders`", "Key Vault `kv-orders`"],
  [
    within("Microsoft.Network/virtualNetworks/vnet-hub/subnets/apps"),
    "subnet `apps` of virtual network `vnet-hub`",
    "가상 네트워크 `vnet-hub`의 서브넷 `apps`",
  ],
  [
    within("Microsoft.Cdn/profiles/afd/originGroups/og/origins/web"),
    "origin `web` of Front Door profile `afd`",
    "Front Door 프로필 `afd`의 원본 `web`",
  ],
  [
    within("Microsoft.KeyVault/vaults/kv-orders/providers/Microsoft.Authorization/roleAssignments/one"),
    "role assignment `one`",
    "역할 할당 `one`",
  ],
  [group, "resource group `rg-orders`", "리소스 그룹 `rg-orders`"],
  [within("Contoso.Own/things/t"), "contoso.own/things `t`", "contoso.own/things `t`"],
])("%s", (id, en, ko) => {
  expect([resourceName(id, "en"), resourceName(id, "ko")]).toEqual([en, ko]);
});

test("what is no resource has no name", () => {
  expect(resourceName("https://example.com", "en")).toBeUndefined();
});
