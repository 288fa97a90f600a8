import { describe, expect, test } from "vitest";
import { PlaybookSchema } from "../../../diagnosis/playbook.ts";
import { holds } from "../../../diagnosis/recheck/holds.ts";
import { reportOf } from "../report/report-of.ts";
import { type Azure, runRounds } from "../run-rounds.ts";
import { vaultId } from "../signals-of.ts";
import { firewall } from "../small-playbooks.ts";
import { signals } from "./vault-case.ts";

const list = `${vaultId}/providers/Microsoft.Authorization/locks`;
const lockId = `${list}/keep`;
const lock = { id: lockId, name: "keep", properties: { level: "CanNotDelete" } };

const locked = PlaybookSchema.parse({
  ...firewall,
  code: "lock.cannot-delete",
  competitors: [],
  reads: {
    locks: {
      title: { en: "Locks of {{target.name}}", ko: "{{target.name}} 잠금" },
      request: { kind: "arm", path: "{{target.id}}/providers/Microsoft.Authorization/locks" },
      permission: "Microsoft.Authorization/locks/read",
    },
  },
  let: {},
  holds: "locks.value[?properties.level == 'CanNotDelete'] | [0].properties.level == 'CanNotDelete'",
  actions: [{ ...firewall.actions[0], commands: [] }],
});

const caseOf = (azure: Azure) => ({ playbooks: [locked], signals, azure });
const run = (azure: Azure) => runRounds(caseOf(azure));
const inList = { [list]: { body: { value: [lock] } } };

describe("the decisive item of a list", () => {
  test("is read by its own ID once the cause is decided, and only then", () => {
    expect(run({ ...inList, [lockId]: { body: lock } }).rounds).toEqual([[`e5 ${list}`], [`e6 ${lockId}`]]);
    expect(run({ [list]: { body: { value: [] } } }).rounds).toEqual([[`e5 ${list}`]]);
  });

  test("is cited on its own answer, with the pointer below it", () => {
    const { report, run: made } = reportOf(caseOf({ ...inList, [lockId]: { body: lock } }));
    const cited = report.evidence.filter(({ pointer }) => pointer.includes("level"));
    expect(
      cited.map(({ evidence_id, request, pointer, value }) => ({ evidence_id, request, pointer, value })),
    ).toEqual([
      {
        evidence_id: "e6",
        request: `GET ${lockId}?api-version=2024-11-01`,
        pointer: "/properties/level",
        value: "CanNotDelete",
      },
    ]);
    const answer = made.evidence.find(({ evidenceId }) => evidenceId === "e6")!;
    expect(
      holds(
        {
          evidenceId: "e6",
          pointer: "/properties/level",
          op: "equals",
          operand: "CanNotDelete",
          value: "CanNotDelete",
        },
        answer,
      ),
    ).toBe(true);
  });

  test.each([
    ["is refused", { fails: "ReadNotAllowed" }],
    ["is gone", { status: 404, body: { error: { code: "ResourceNotFound" } } }],
    ["has changed since", { body: { ...lock, properties: { level: "ReadOnly" } } }],
  ])("stays cited in its list where its own read %s, and is no gap", (_, own) => {
    const { report } = reportOf(caseOf({ ...inList, [lockId]: own }));
    expect(report.root_cause).toMatchObject({ code: "lock.cannot-delete", confidence: "proven" });
    expect(
      report.evidence.filter(({ pointer }) => pointer.includes("level")).map(({ pointer }) => pointer),
    ).toEqual(["/value/0/properties/level"]);
    expect(report.gaps).toEqual([]);
  });
});
