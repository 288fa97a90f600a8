import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assess } from "../../../diagnosis/assess.ts";
import { collectAnswers } from "../../../diagnosis/assessment/bind-reads.ts";
import { type Playbook, PlaybookSchema } from "../../../diagnosis/playbook.ts";
import { allPlaybooks } from "../../../diagnosis/playbooks/all-playbooks.ts";
import { buildReport } from "../../../diagnosis/report/build-report.ts";
import type { Evidence } from "../../../domain/evidence.ts";
import { signalsOf } from "../../diagnosis/signals-of.ts";
import { type Family, subscription } from "./family.ts";
import { families, type OpenFamilies, openFamilies } from "./open-families.ts";

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

/** The gaps of a report whose one cause waits for this answer. */
function gapsFor(family: Family, evidence: Evidence) {
  const { title, explanation, ruledOut, actions, verify } = allPlaybooks[0]!;
  const asking: Playbook = PlaybookSchema.parse({
    code: "rbac.missing-at-scope",
    title,
    verdict: "azure",
    sources: ["https://learn.microsoft.com/azure/"],
    raisedBy: "`true`",
    needsTarget: false,
    competitors: [],
    reads: {
      asked: {
        title: { en: family.name, ko: family.name },
        request: requestOf(family),
        permission: family.permission,
      },
    },
    holds: "asked.nothing",
    layer: 6,
    explanation,
    ruledOut,
    actions,
    verify,
  });
  const signals = signalsOf();
  const input = {
    signals,
    evidence: [evidence],
    unread: [],
    playbooks: [asking],
    analyses: {},
    readsLeft: 1,
    nextStep: 1,
  };
  const assessment = assess(input);
  expect(collectAnswers([evidence], []).byKey.size).toBe(1);
  return buildReport({ ...input, assessment, endedBecause: "settled", reads: 1, tokens: 0, durationMs: 0 })
    .gaps;
}

/** The family's request in the form of a playbook: its instants are expressions there. */
function requestOf({ read }: Family): unknown {
  if (!("from" in read)) return read;
  return { ...read, from: `'${read.from}'`, to: `'${read.to}'` };
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
    expect(gapsFor(family, evidence)).toEqual([
      {
        what: expect.stringMatching(/: refused \(\w+\)$/u) as string,
        permission: family.refusedAs ?? family.permission,
      },
    ]);
  });

  it.each(ofGraph)(
    "that may not be made is a gap with the scope of Microsoft Graph: %s",
    async (_, family) => {
      const evidence = await refused.read(family.read);
      expect(evidence).toMatchObject({ status: 403 });
      expect(gapsFor(family, evidence)).toEqual([
        { what: `${family.name}: refused (Authorization_RequestDenied)`, permission: family.permission },
      ]);
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

/** The path of ARM or Microsoft Graph; nothing for what has none. */
function pathOf(request: Partial<Record<"kind" | "path", unknown>> | undefined): string {
  return typeof request?.path === "string" ? request.path : "";
}

/** The paths that a playbook's path can become: any value in a place. */
function patternOf(path: string): RegExp {
  const escaped = path.split(/\{\{.*?\}\}/u).map((part) => part.replace(/[.*+?^$()[\]\\{}|]/gu, "\\$&"));
  return new RegExp(`^${escaped.join(".+")}$`, "iu");
}
