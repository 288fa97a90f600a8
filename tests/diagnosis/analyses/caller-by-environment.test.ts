import { describe, expect, test } from "vitest";
import { known } from "../../../diagnosis/evaluation/evaluated.ts";
import { run } from "./support/evaluation.ts";

describe("the app that made the call", () => {
  test.each([
    ["the only one of the environment that fails", "intake-stg", "intake-prd"],
    ["no one where another's environment is not told", "intake", "unknown"],
  ])("is %s", (_, other, expected) => {
    const rows = [
      { id: "e", name: "env-prd", type: "Microsoft.App/managedEnvironments" },
      { id: "p", name: "intake-prd", type: "Microsoft.App/containerApps" },
      { id: "s", name: other, type: "Microsoft.App/containerApps" },
    ];
    const notes = "First production rollout. Staging works.";
    const picked = run(
      "pick_caller(rows.data, principal, granted).name",
      {
        rows: { data: rows },
        granted: { value: [] },
        request: { error: "Login failed", context: { notes } },
      },
      { principal: known(null) },
    );
    expect(picked.value).toBe(expected);
  });
});
