import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { analyses } from "../../diagnosis/analyses/analysis-table.ts";
import { functionTable } from "../../diagnosis/evaluation/functions/function-table.ts";
import { type Playbook, PlaybookSchema } from "../../diagnosis/playbook.ts";
import { checkPlaybook } from "../../diagnosis/playbook-check/check-playbook.ts";
import { fixedEvidence } from "../../domain/evidence.ts";
import { ReadRequestSchema } from "../../domain/read-step.ts";
import { type Azure, runRounds, statesOf } from "../diagnosis/run-rounds.ts";
import { matchOf, signalsOf, vaultId } from "../diagnosis/signals-of.ts";
import { firstCells, section } from "./markdown-tables.ts";

const page = readFileSync(join(import.meta.dirname, "..", "..", "docs", "playbooks.md"), "utf8");
const named = (heading: string, table = 0) => firstCells(section(page, heading), table);
/** Optional fields carry a question mark. */
const fields = (shape: Readonly<Record<string, { safeParse(value: unknown): { success: boolean } }>>) =>
  Object.entries(shape).map(([name, schema]) => (schema.safeParse(undefined).success ? `${name}?` : name));

const { shape } = PlaybookSchema;
const readShape = shape.reads.valueType.shape;

describe("docs/playbooks.md names what the code has, no more and no less: after a change, edit the page", () => {
  test("the fields of a playbook", () => {
    expect(named("## Fields")).toEqual(fields(shape));
  });
  test("the fields of a read and of its request", () => {
    expect(named("## Reads")).toEqual(fields(readShape));
    expect(named("## Reads", 1)).toEqual(fields(readShape.request.shape));
  });
  test("the kinds of reads", () => {
    const kinds = ReadRequestSchema.options.map((option) => option.shape.kind.value);
    const row = section(page, "## Reads").find((line) => line.startsWith("| `kind` |")) ?? "";
    expect([...row.matchAll(/`(\w+)`/gu)].slice(1).map(([, kind]) => kind)).toEqual([...kinds, "outside"]);
  });
  test("the fields of an action", () => {
    expect(named("## Actions")).toEqual(fields(shape.actions.element.shape));
  });
  test("the fixed names of the environment", () => {
    expect(named("## Expressions").slice(0, 6)).toEqual([...Object.keys(fixedEvidence), "target"]);
  });
  test("the functions", () => {
    expect(functionNames("## Functions")).toEqual(Object.keys(functionTable).toSorted());
  });
  test("the analyses", () => {
    expect(functionNames("## Analyses")).toEqual(Object.keys(analyses).toSorted());
  });
});

function functionNames(heading: string): string[] {
  return named(heading)
    .map((call) => call.split("(")[0] ?? "")
    .toSorted();
}

describe("the worked example", () => {
  const example = JSON.parse(/```json\n(.*?)```/su.exec(page)?.[1] ?? "null") as Playbook;
  const signals = signalsOf({
    clientAddresses: [{ address: "40.74.28.9", pointer: "/error", line: 1 }],
    resources: [matchOf(vaultId, "microsoft.keyvault/vaults", 0)],
  });
  const run = (azure: Azure) =>
    runRounds({ playbooks: [example], signals, azure, analyses, error: "ForbiddenByFirewall" });
  const vault = (defaultAction: string, ...ranges: string[]) => ({
    [vaultId]: {
      body: {
        id: vaultId,
        properties: { networkAcls: { defaultAction, ipRules: ranges.map((value) => ({ value })) } },
      },
    },
  });

  test("is a playbook in which nothing is wrong", () => {
    expect(checkPlaybook(example, Object.keys(analyses))).toEqual([]);
  });

  test("makes one read, and holds where no rule covers the caller, for the reasons that the page gives", () => {
    const result = run(vault("Deny", "10.0.0.0/8"));
    expect(result.rounds).toEqual([[`e5 ${vaultId}`]]);
    expect(statesOf(result)).toEqual(["keyvault.firewall-deny confirmed"]);
    const [hypothesis] = result.assessment.hypotheses;
    expect(
      hypothesis?.citations.map(({ evidenceId, pointer, op }) => `${evidenceId}${pointer} ${op}`),
    ).toEqual([
      "e5/properties/networkAcls/defaultAction equals",
      "e1/clientAddresses/0/address equals",
      "e5/properties/networkAcls/ipRules none_match",
    ]);
  });

  test.each([
    ["the firewall is off", vault("Allow"), "refuted"],
    ["a rule covers the caller", vault("Deny", "40.74.28.0/24"), "refuted"],
    [
      "the read is denied",
      { [vaultId]: { status: 403, body: { error: { code: "AuthorizationFailed" } } } },
      "unreadable",
    ],
  ])("where %s it is %s", (_, azure, state) => {
    expect(statesOf(run(azure))).toEqual([`keyvault.firewall-deny ${state}`]);
  });
});
