import { describe, expect, test } from "vitest";
import { pseudonymise } from "../../../cli/feedback/pseudonyms/pseudonymise.ts";

const id = (path: string) =>
  `/subscriptions/8f3c1f64-0d6e-4c5e-9a3b-0f0f7a6f9b11/resourceGroups/rg-kestrel-prod/providers/${path}`;
const account = { id: id("Microsoft.Storage/storageAccounts/stkestrelprod01"), name: "stkestrelprod01" };

/** The texts under other names, with a tenant beside them that has this account. */
function renamed(
  texts: readonly string[],
  resources: readonly object[] = [account],
  salt = "salt",
): string[] {
  return [...pseudonymise(salt, [texts, { resources }] as const)[0]];
}

describe("names", () => {
  test("that share a word still do, in hosts, code and prose, in whatever case", () => {
    const [host, code, prose] = renamed([
      "https://stkestrelprod01.blob.core.windows.net/",
      "KESTREL_CONTAINER = kestrelClient('Kestrel')",
      "rg-kestrel-prod",
    ]);
    const word = /^rg-([a-z]{7})-prod$/u.exec(prose!)?.[1] ?? "";
    expect(word).not.toBe("kestrel");
    const capital = `${word[0]!.toUpperCase()}${word.slice(1)}`;
    expect([host, code]).toEqual([
      `https://st${word}prod01.blob.core.windows.net/`,
      `${word.toUpperCase()}_CONTAINER = ${word}Client('${capital}')`,
    ]);
  });

  test("of ordinary words alone are other names too, alike in every place", () => {
    const app = { id: id("Microsoft.Web/sites/app-web-01"), name: "app-web-01" };
    const [host, said] = renamed(
      ["app-web-01.azurewebsites.net", "App-Web-01 is down; web apps are not"],
      [app],
    );
    const name = /^(app-web-[a-z]{4}-01)\.azurewebsites\.net$/u.exec(host!)?.[1] ?? "";
    expect(said).toBe(`${name} is down; web apps are not`);
  });

  test("of machines that are ordinary words are others in a URL or a mail, and namespaces of code stay", () => {
    const [url, code] = renamed([
      "https://portal.alpine.example/login ops@alpine.example",
      "using System.Net; import azure.storage",
    ]);
    const [, domain] = /@([a-z.]+)$/u.exec(url!) ?? [];
    expect(url).toContain(`https://portal.${domain}/login`);
    expect([url!.includes("alpine.example"), code]).toEqual([
      false,
      "using System.Net; import azure.storage",
    ]);
  });

  test("of people in Korean are found before an at sign, and those that a node group is made of are theirs", () => {
    const [upn, group, cluster] = renamed(
      ["김도윤@alpine.example", "MC_rg-wg-aks_aks-wg-prd_koreacentral", "aks-wg-prd in rg-wg-aks"],
      [
        {
          id: id("Microsoft.ContainerService/managedClusters/aks-wg-prd").replace(
            "rg-kestrel-prod",
            "rg-wg-aks",
          ),
        },
        {
          id: id("Microsoft.Network/loadBalancers/x").replace(
            "rg-kestrel-prod",
            "MC_rg-wg-aks_aks-wg-prd_koreacentral",
          ),
        },
      ],
    );
    const [name, of] = cluster!.split(" in ");
    expect([upn!.includes("김도윤"), name === "aks-wg-prd", group]).toEqual([
      false,
      false,
      `mc_${of}_${name}_koreacentral`,
    ]);
  });

  test("that an error cuts short stay the beginning of the same name", () => {
    const lock = { id: id("Microsoft.Network/virtualNetworks/vnet-kestrel"), name: "vnet-kestrel" };
    const texts = [
      "virtualNetworks/vnet-kestrel",
      "'/subscriptions/8f3c1f64-0d6e-4c5e-9a3b-0f0f7a6f9b11/resourceGroups/rg-k",
    ];
    const [whole, cut] = renamed(texts, [lock]);
    expect(cut!.endsWith(`/rg-${/vnet-(.)/u.exec(whole!)?.[1]}`)).toBe(true);
  });

  test("behind an escape or a percent sign are found as well", () => {
    const [encoded, path] = renamed([
      "redirect_uri=https%3A%2F%2Fkestrel.example%2Fsignin",
      String.raw`C:\Users\nadine.kestrel\app and "\nkestrel"`,
    ]);
    expect([encoded, path].join(" ")).not.toMatch(/kestrel|nadine/iu);
    expect(encoded).toMatch(/^redirect_uri=https%3A%2F%2F[a-z]{7}\.example%2Fsignin$/u);
  });

  test("of people are found in mails, home folders and display names, in Korean too", () => {
    const user = { displayName: "김민수", userPrincipalName: "minsu.kim@kestrel-foods.co.kr" };
    const [text] = renamed(
      ["김민수가 만듦 (minsu.kim@kestrel-foods.co.kr) in /home/minsu/app"],
      [account, user],
    );
    expect(text).not.toMatch(/김민수|minsu|kestrel|foods/iu);
    expect(text).toMatch(
      /^[가-힣]{3}가 만듦 \([a-z]{5}\.[a-z]{3}@[a-z]{7}-[a-z]{5}\.co\.kr\) in \/home\/[a-z]{5}\/app$/u,
    );
  });

  test("of Azure, of its types, actions and settings, and of public places stay", () => {
    const given = [
      "Microsoft.KeyVault/vaults/secrets/getSecret/action",
      "properties.networkAcls.defaultAction: Deny, AzureServices, koreacentral",
      "privatelink.blob.core.windows.net",
      "https://pypi.org/simple https://login.microsoftonline.com AADSTS700016 AuthorizationPermissionMismatch",
      "max_connections AllowAllWindowsAzureIps GatewaySubnet default",
    ];
    expect(renamed(given)).toEqual(given);
  });

  test("are others with another salt", () => {
    const [once] = renamed(["rg-kestrel-prod"]);
    expect([
      renamed(["rg-kestrel-prod"])[0] === once,
      renamed(["rg-kestrel-prod"], [account], "other")[0] === once,
    ]).toEqual([true, false]);
  });
});

describe("GUIDs", () => {
  const own = "3b0f6a2e-8f0e-4e57-9a55-8d2f7c1e9a01";

  test("are the same one however they are written", () => {
    const [dashed, upper, plain] = renamed([own, own.toUpperCase(), own.replaceAll("-", "")]);
    expect(dashed).not.toBe(own);
    expect([upper, plain]).toEqual([dashed!.toUpperCase(), dashed!.replaceAll("-", "")]);
  });

  test("that mean the same in every tenant stay: built-in roles and policies, Microsoft's applications", () => {
    const given = [
      "/subscriptions/x/providers/Microsoft.Authorization/roleDefinitions/4633458b-17de-408a-b874-0445c86b69e6",
      "/providers/Microsoft.Authorization/policyDefinitions/0a914e76-4921-4c19-b460-a2d36003525a",
      "00000003-0000-0000-c000-000000000000 04b07795-8ddb-461a-bbee-02f9e1bf7b46",
    ];
    expect(renamed(given)).toEqual(given);
  });
});

test("addresses are turned where they are addresses, and versions of libraries are not", () => {
  const [said, version] = renamed([
    "Client address 20.91.140.18 is not in 20.91.140.0/24",
    "Azure.Core, Version=1.47.3.0",
  ]);
  const [, address = "", range = ""] =
    /^Client address ([\d.]+)\.18 is not in ([\d.]+)\.0\/24$/u.exec(said!) ?? [];
  expect([address === range, address === "20.91.140", version]).toEqual([
    true,
    false,
    "Azure.Core, Version=1.47.3.0",
  ]);
});
