import { expect, test } from "vitest";
import { installCoreModule, loadInto } from "../../../local-host/seam/core-module.ts";
import { FunctionApp } from "../../../local-host/seam/function-app.ts";

test("a replay loads the orchestrations and nothing that could act", async () => {
  installCoreModule();
  const app = new FunctionApp();
  loadInto(app, () => undefined);
  await import("../../../cli/replay/replay-app.ts");
  expect(
    [...app.functions.values()].map(({ metadata, triggerType }) => [metadata.name, triggerType]),
  ).toEqual([
    ["diagnose", "orchestrationtrigger"],
    ["verifyFix", "orchestrationtrigger"],
  ]);
});
