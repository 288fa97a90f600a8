import { expect, test } from "vitest";
import { parseCommandArguments } from "../../cli/command.ts";
import { commandDefinitions } from "../../cli/command-table.ts";
import { withModelOptions } from "../../cli/model-options.ts";

test.each(["demo", "start", "mcp", "eval"] as const)("azebal %s takes the planner and the model", (name) => {
  const parsed = parseCommandArguments(commandDefinitions[name], [
    "--planner=model",
    "--model-endpoint=http://127.0.0.1:1/v1",
    "--model=m",
  ]);
  expect(withModelOptions({ AZEBAL_MODEL: "other", PATH: "/bin" }, parsed)).toEqual({
    PATH: "/bin",
    AZEBAL_PLANNER: "model",
    AZEBAL_MODEL_ENDPOINT: "http://127.0.0.1:1/v1",
    AZEBAL_MODEL: "m",
  });
});

test("an option that is not given leaves the environment as it is", () => {
  const env = { AZEBAL_MODEL: "m" };
  expect(withModelOptions(env, parseCommandArguments(commandDefinitions.diagnose, ["-"]))).toEqual(env);
});
