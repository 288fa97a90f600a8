import { afterAll, beforeAll, expect, it } from "vitest";
import { azCommand } from "../../../domain/az-command/az-command.ts";
import { arm, group, subscription, vault } from "./family.ts";
import { type OpenFamilies, openFamilies } from "./open-families.ts";
import { reportOn } from "./report-on.ts";

const other = "/subscriptions/7a0f5d1e-0000-4000-8000-0000000000ff";
const family = { name: "The vault", permission: "Microsoft.KeyVault/vaults/read" };

let open: OpenFamilies;
beforeAll(async () => {
  open = await openFamilies([{ prefix: `${subscription}/resourceGroups/rg-hidden` }]);
});
afterAll(async () => {
  await open?.close();
});

async function reportOf(path: string) {
  const read = arm(path);
  const evidence = await open.read(read);
  const question = { command: azCommand(evidence), question_id: evidence.evidenceId };
  return { status: evidence.status, question, report: reportOn({ ...family, read }, evidence) };
}

it("a vault that is not there, in a group that the developer reads, is absent", async () => {
  const { status, report } = await reportOf(`${vault}-gone`);
  expect([status, report.root_cause.confidence, report.gaps]).toEqual([404, "proven", []]);
});

it("a group that is not there is absent, and what would be in it", async () => {
  const { status, report } = await reportOf(vault.replace(group, `${subscription}/resourceGroups/rg-gone`));
  expect([status, report.root_cause.confidence, report.gaps]).toEqual([404, "proven", []]);
});

it("a vault of a subscription that the developer does not see may be there, although Azure says 404", async () => {
  const { status, question, report } = await reportOf(vault.replace(subscription, other));
  expect([status, report.root_cause.code, report.gaps]).toEqual([
    404,
    "unknown",
    [
      {
        what: "The vault: not visible to you, so it may be there all the same (SubscriptionNotFound)",
        permission: family.permission,
        ...question,
      },
    ],
  ]);
});

it("a vault of a group that the developer may not read may be there: Azure says 403 of it in any case", async () => {
  const { status, question, report } = await reportOf(vault.replace("rg-till", "rg-hidden"));
  expect([status, report.root_cause.code, report.gaps]).toEqual([
    403,
    "unknown",
    [{ what: "The vault: refused (AuthorizationFailed)", permission: family.permission, ...question }],
  ]);
});
