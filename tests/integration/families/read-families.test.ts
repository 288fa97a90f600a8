import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { azCommand } from "../../../domain/az-command/az-command.ts";
import { allPlaybooks } from "../../../diagnosis/playbooks/all-playbooks.ts";
import type { Evidence } from "../../../domain/evidence.ts";
import type { ReadRequest } from "../../../domain/read-step.ts";
import { type Family, subscription } from "./family.ts";
import { families, type OpenFamilies, openFamilies } from "./open-families.ts";
import { reportOn } from "./report-on.ts";

const each = families.map((family): [string, Family] => [family.name, family]);
const ofArm = each.filter(([, { read }]) => read.kind !== "resource_graph" && read.kind !== "graph");
const ofGraph = each.filter(([, { read }]) => read.kind === "graph");
const ofResourceGraph = each.filter(([, { read }]) => read.kind === "resource_graph");

const everything = [{ prefix: subscription }, { prefix: "/providers" }, { prefix: "/v1.0" }];

let granted: OpenFamilies;
let refused: OpenFamilies;
beforeAll(async () => {
  granted = await openFamilies();
  refused = await openFamilies(everything);
});
afterAll(async () => {
  await granted?.close();
  await refused?.close();
});

function bodyOf(evidence: Evidence): unknown {
  return JSON.parse(evidence.body);
}

describe("a read of every family", () => {
  it.each(each)("is answered, redacted and stored: %s", async (_, family) => {
    const evidence = await granted.read(family.read);
    expect(evidence).toMatchObject({ status: 200, complete: true });
    expect(bodyOf(evidence)).toMatchObject(family.body as object);
  });

  it.each(ofArm)("that may not be made is a gap with the exact action: %s", async (_, family) => {
    const evidence = await refused.read(family.read);
    expect(evidence.status).toBe(403);
    expect(reportOn(family, evidence).gaps).toEqual([
      {
        what: expect.stringMatching(/: refused \(\w+\)$/u) as string,
        permission: family.refusedAs ?? family.permission,
        command: azCommand(evidence),
        question_id: evidence.evidenceId,
      },
    ]);
    expect(azCommand(evidence)).toMatch(/^az (?:rest --method (?:get|post)|monitor log-analytics query) /u);
  });

  it.each(ofGraph)(
    "that may not be made is a gap with the scope of Microsoft Graph: %s",
    async (_, family) => {
      const evidence = await refused.read(family.read);
      expect(evidence).toMatchObject({ status: 403 });
      expect(reportOn(family, evidence).gaps).toEqual([
        {
          what: `${family.name}: refused (Authorization_RequestDenied)`,
          permission: family.permission,
          command: azCommand(evidence),
          question_id: evidence.evidenceId,
        },
      ]);
      expect(azCommand(evidence)).toMatch(/^az rest --method get --url .?https:\/\/graph\.microsoft\.com\//u);
    },
  );

  it.each(ofResourceGraph)("that may not be made is silence in Resource Graph: %s", async (_, family) => {
    expect(bodyOf(await refused.read(family.read))).toMatchObject({ data: [] });
  });
});

describe("a playbook that asks for a family", () => {
  const uses = families.flatMap((family) => family.usedBy.map((use): [string, Family] => [use, family]));

  it.each(uses)("asks for it as the family does, and names its permission: %s", (use, family) => {
    const at = use.lastIndexOf(".");
    const playbook = allPlaybooks.find(({ code }) => code === use.slice(0, at));
    const read = playbook?.reads[use.slice(at + 1)];
    expect(read?.request.kind).toBe(family.read.kind);
    expect(pathOf(family.read)).toMatch(patternOf(pathOf(read?.request)));
    expect(read?.permission).toBe(family.permission);
  });
});

it("docs/reads.md lists every family, with its permission and a cause that asks for it", () => {
  const page = readFileSync(join(import.meta.dirname, "../../../docs/reads.md"), "utf8");
  const rows = page
    .slice(page.indexOf("## The kinds of read"))
    .split("\n")
    .filter((line) => line.startsWith("| "));
  expect(rows.slice(2)).toEqual(
    families.map(({ name, read, permission, usedBy }) => {
      const use = usedBy[0]?.replace(/\.\w+$/u, "");
      return `| ${name} | ${through[read.kind]} | ${permission} | ${use === undefined ? "-" : `\`${use}\``} |`;
    }),
  );
});

const through: Readonly<Record<ReadRequest["kind"], string>> = {
  arm: "ARM",
  graph: "Microsoft Graph",
  logs: "log query",
  metrics: "metrics",
  resource_graph: "Resource Graph",
};

/** The path of ARM or Microsoft Graph; nothing for what has none. */
function pathOf(request: Partial<Record<"kind" | "path", unknown>> | undefined): string {
  return typeof request?.path === "string" ? request.path : "";
}

/** The paths that a playbook's path can become: any value in a place. */
function patternOf(path: string): RegExp {
  const escaped = path.split(/\{\{.*?\}\}/u).map((part) => part.replace(/[.*+?^$()[\]\\{}|]/gu, "\\$&"));
  return new RegExp(`^${escaped.join(".+")}$`, "iu");
}
