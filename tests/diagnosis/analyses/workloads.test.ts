import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../domain/json-value.ts";
import { names, resource, site } from "./support/resources.ts";

describe("workloads", () => {
  const func = resource("func", site, "neighbour", { kind: "functionapp,linux" });
  const web = resource("web", site, "neighbour", { kind: "app,linux" });
  const app = resource("ca", "Microsoft.App/containerApps", "neighbour");

  test.each<[string, string[], JsonObject[], string[]]>([
    ["a function app for the Functions host", ["functions"], [func, web, app], ["func"]],
    ["a web app for App Service", ["app_service"], [func, web, app], ["web"]],
    ["a container app for Container Apps", ["container_apps"], [func, web, app], ["ca"]],
    ["any of them where nothing tells", [], [func, web, app], ["func", "web", "ca"]],
    [
      "a named one before its neighbours",
      ["functions"],
      [func, resource("mine", site, "name", { kind: "functionapp" })],
      ["mine"],
    ],
    ["none on a hosted agent", ["azure_devops_hosted"], [func, web], []],
    ["none on a laptop", ["local"], [func, web], []],
  ])("%s", (_, places, resources, expected) => {
    expect(names("workload_ids()", resources, "x", places)).toEqual(expected);
  });

  test.each<[string, string, string[]]>([
    ["none of what an agent deploys, in its log", "x\nError: Process completed with exit code 1.", ["vm"]],
    ["any of them beside a pipeline's file", "500 Internal Server Error", ["vm", "func", "ca"]],
  ])("%s", (_, error, expected) => {
    const vm = resource("vm", "Microsoft.Compute/virtualMachines", "neighbour");
    const found = names("workload_ids()", [vm, func, app], error, ["github_self_hosted"]);
    expect(found).toHaveLength(expected.length);
    expect(found).toEqual(expect.arrayContaining(expected));
  });

  test.each<[string, JsonObject[], string, string[]]>([
    [
      "the named one that fails, not the named one that works",
      [resource("web-a", site, "name"), resource("web-b", site, "name")],
      "403 in web-a. From web-b (same settings) everything is fine.",
      ["web-a"],
    ],
    [
      "those beside, where all that are named work",
      [resource("web-b", site, "name"), resource("web-a", site, "neighbour")],
      "403. From web-b everything is fine.",
      ["web-a"],
    ],
    [
      "the named one where no other is left",
      [resource("web-b", site, "name")],
      "403. From web-b everything is fine.",
      ["web-b"],
    ],
  ])("%s", (_, resources, error, expected) => {
    expect(names("workload_ids()", resources, error)).toEqual(expected);
  });
});
