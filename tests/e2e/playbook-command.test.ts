import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectRoot, runAzebal, scenarioFolder } from "./support/azebal-process.ts";
import { temporaryDirectory } from "./support/temporary-directory.ts";

/** The worked example of docs/playbooks.md, as a company's own cause that speaks before the shipped one. */
function ownPlaybook(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const page = readFileSync(join(projectRoot, "docs", "playbooks.md"), "utf8");
  const [, json] = /```json\n([\s\S]*?)\n```/u.exec(page)!;
  const own = { code: "own.vault-closed-to-agents", layer: 1 };
  return { ...(JSON.parse(json!) as Record<string, unknown>), ...own, ...changes };
}

function written(playbook: Record<string, unknown>): string {
  const file = join(temporaryDirectory(), "vault-closed.json");
  writeFileSync(file, JSON.stringify(playbook));
  return file;
}

test("a playbook is run with the scenarios beside it, and its fix is applied to their tenant", async () => {
  const raisedBy = "mentions(request.error, 'secret management permissions')";
  const caller = "'203.0.113.7'";
  const file = written(ownPlaybook({ raisedBy, let: { caller, rules: "`[]`" } }));
  const scenario = join(file.replace(".json", ".scenarios"), "agents");
  mkdirSync(scenario, { recursive: true });
  cpSync(scenarioFolder("first-look"), scenario, { recursive: true });
  writeFileSync(
    join(scenario, "expected.json"),
    JSON.stringify({ rootCause: "own.vault-closed-to-agents", azureFault: true }),
  );
  const { code, stdout } = await runAzebal(["playbook", "test", file], {});
  expect([code, stdout.split("\n").slice(0, 2)]).toEqual([
    0,
    [
      "own.vault-closed-to-agents: 1 reads, nothing wrong with its form.",
      expect.stringMatching(/^agents +right +own\.vault-closed-to-agents .* closes /u),
    ],
  ]);
});

test("what is wrong with a playbook is said by its place, and nothing is run", async () => {
  const { code, stdout } = await runAzebal(
    ["playbook", "test", written(ownPlaybook({ holds: "vualt.id", code: "x" }))],
    {},
  );
  expect([code, stdout.split("\n").filter((line) => line !== "")]).toEqual([
    1,
    expect.arrayContaining([
      "code: x is not yours to decide: a playbook of your own has a code such as own.proxy-blocks-vault.",
      "holds: nothing is called `vualt` here.",
    ]),
  ]);
});

test("without scenarios it says which to write", async () => {
  const { code, stdout } = await runAzebal(["playbook", "test", written(ownPlaybook())], {});
  expect([code, stdout]).toEqual([
    0,
    "own.vault-closed-to-agents: 1 reads, nothing wrong with its form.\nNo scenario was run. Put scenario folders into vault-closed.scenarios beside it: one where the cause is at work, one where it is not, and one that only looks like it.\n",
  ]);
});

test.each([[[]], [["test"]], [["show", "a.json"]], [["test", "missing.json"]]])(
  "azebal playbook %j is a usage error",
  async (args) => {
    const { code, stderr } = await runAzebal(["playbook", ...args], {});
    expect([code, stderr]).toEqual([2, expect.stringMatching(/Name (?:one|a) playbook/u)]);
  },
);
