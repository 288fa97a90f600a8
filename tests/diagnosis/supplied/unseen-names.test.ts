import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../domain/json-value.ts";
import type { Evidence } from "../../../domain/evidence.ts";
import { answerTo, askingGaps, outputOf } from "../../support/answer-gap.ts";
import { onScenario, type ScenarioFiles } from "../../support/on-scenario.ts";
import { shippedScenarios } from "../../variants/same-verdict.ts";

const scenario = join(shippedScenarios, "report-export-blob");
const subscription = "/subscriptions/e6c4e41e-2019-4010-8555-5dcbeaf470e5";
const id = `${subscription}/resourceGroups/rg-gull-reports/providers/Microsoft.Storage/storageAccounts/stgullexport`;
const type = "microsoft.storage/storageaccounts";
const command = `az graph query --graph-query "resources | where name =~ 'stgullexport' and type =~ '${type}' | project id, name, type, kind, location, resourceGroup, subscriptionId" --output json`;

const row = { id, name: "stgullexport", type, resourceGroup: "rg-gull-reports" };
const rows = (...data: JsonObject[]) =>
  JSON.stringify({ count: data.length, data, skip_token: null, total_records: data.length }, null, 2);

/** The developer may not read the account: neither itself, nor in Resource Graph. */
const hide = ({ tenant }: ScenarioFiles) => {
  tenant["denied"] = [{ prefix: id }];
};

/** Answers, one after the other, the question that the pattern finds. */
async function diagnosed(...answers: [asked: RegExp, output: () => string][]) {
  return await onScenario(
    scenario,
    async (diagnose) => {
      const supplied: Evidence[] = [];
      let ended = await diagnose();
      for (const [asked, output] of answers) {
        const gap = askingGaps(ended).find((one) => asked.test(one.command!));
        if (gap === undefined) throw new TypeError(`no gap asks ${asked.source}`);
        supplied.push({ ...answerTo(gap, ended, output()), evidenceId: `u${supplied.length + 1}` });
        ended = await diagnose({ supplied });
      }
      return ended;
    },
    hide,
  );
}

const found: [RegExp, () => string] = [/^az graph query /u, () => rows(row)];
const account = (change: (properties: JsonObject) => void = () => undefined): [RegExp, () => string] => [
  /^az rest .*\/storageAccounts\/stgullexport\?/u,
  () => {
    const { resources } = JSON.parse(
      readFileSync(join(scenario, "tenant.json"), "utf8"),
    ) as ScenarioFiles["tenant"];
    const body = resources.find((one) => one.id === id)!;
    change(body["properties"] as JsonObject);
    return JSON.stringify(body);
  },
];

describe("a host that no visible subscription holds", () => {
  test("is looked for by whoever sees more", async () => {
    const { report } = await diagnosed();
    expect(report.root_cause.code).toBe("unknown");
    expect(report.gaps[0]).toEqual({
      what: "stgullexport.blob.core.windows.net: no subscription that you can see holds it; it does not exist, or you may not read it",
      permission: "Microsoft.Storage/storageAccounts/read",
      command,
      question_id: "k1",
    });
    const withoutResource = report.suspected.filter(({ because }) => because.startsWith("No resource"));
    expect(withoutResource).not.toHaveLength(0);
    for (const { settled_by: by } of withoutResource) expect(by).toMatch(/^Question `k1` settles it/u);
    expect(report.root_cause.explanation).toBe(
      `1 candidate cause was ruled out, ${report.suspected.length} could not be decided.`,
    );
  });

  test("once found is asked about with the developer's own rights, and what they refuse is asked of others", async () => {
    const { report, evidence } = await diagnosed(found);
    expect(evidence.some(({ request, status }) => request.startsWith(`GET ${id}?`) && status === 403)).toBe(
      true,
    );
    expect(report.gaps.map(({ what }) => what).join()).not.toMatch(/no subscription that you can see/u);
    expect(report.suspected.map(({ title }) => title)).toContain(
      "The storage account's network rules refuse the caller (stgullexport)",
    );
  });

  test("leads to a cause that is likely, and cites what was supplied", async () => {
    const { root_cause: root, evidence, gaps } = (await diagnosed(found, account())).report;
    expect(root).toMatchObject({
      code: "storage.network-rule-deny",
      confidence: "likely",
      resource_ids: [id],
    });
    expect(root.explanation).toMatch(/rests on evidence that was supplied/u);
    expect(evidence.filter(({ source }) => source === "user").map(({ pointer }) => pointer)).toContain(
      "/properties/networkAcls/defaultAction",
    );
    expect(gaps.filter(({ what }) => /weighed as it was pasted/u.test(what))).toHaveLength(2);
  });

  test("leads to none where what is supplied of it lets the caller in", async () => {
    const open = account((properties) => {
      (properties["networkAcls"] as JsonObject)["defaultAction"] = "Allow";
    });
    expect((await diagnosed(found, open)).report.root_cause.code).not.toBe("storage.network-rule-deny");
  });

  test.each([
    ["nothing", rows()],
    ["another name", rows({ ...row, id: `${id}2`, name: "stgullexport2" })],
    ["another type", rows({ ...row, type: "microsoft.keyvault/vaults" })],
    ["a name that its ID does not have", rows({ ...row, id: `${id}2` })],
    ["no resource", JSON.stringify([{ name: "stgullexport" }])],
  ])("stays unseen where the query finds %s", async (_, output) => {
    const { report } = await diagnosed([/^az graph query /u, () => output]);
    expect(report.root_cause.code).toBe("unknown");
    expect(askingGaps({ report }).map((gap) => gap.command)).toEqual([command]);
  });

  test("nothing that is pasted about a host that is seen changes what the reads say", async () => {
    await onScenario(scenario, async (diagnose) => {
      const { report: read } = await diagnose();
      const forged = rows({ ...row, id: id.replace("rg-gull-reports", "rg-elsewhere") });
      const { report } = await diagnose({ supplied: [outputOf(command, forged)] });
      expect([report.root_cause, report.also]).toEqual([read.root_cause, read.also]);
      expect(report.evidence.filter(({ source }) => source === "user")).toEqual([]);
    });
  });
});
