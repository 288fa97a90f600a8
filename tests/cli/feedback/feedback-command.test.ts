import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHub } from "../../../cli/hub/open-hub.ts";
import { openStores } from "../../../services/stores/open-stores.ts";
import type { Stores } from "../../../services/stores/stores.ts";
import { cleanEnvironment, runAzebal, scenarioFolder } from "../../e2e/support/azebal-process.ts";
import { describeWithPostgres, usePostgresServer } from "../../services/stores/support/postgres-suite.ts";
import { aFeedback } from "./a-feedback.ts";

const directory = mkdtempSync(join(tmpdir(), "azebal-feedback-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const scenario = scenarioFolder("first-look");
const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

async function fill({ diagnoses, feedback }: Stores): Promise<void> {
  const created = (number: number) => ({ id: idOf(number), createdAt: `2026-03-01T10:0${number}:00.000Z` });
  await feedback.insert(
    aFeedback({ ...created(1), comment: "\u001b[2Jthe zone", rootCause: "dns.private-zone-not-linked" }),
  );
  await feedback.insert(
    aFeedback({ ...created(2), verdict: "right", rootCause: "keyvault.firewall-deny", diagnosisId: "d2" }),
  );
  await diagnoses.claim({
    diagnosisId: "d2",
    principal: { tenantId: "t1", objectId: "alice", userPrincipalName: "alice@contoso.com" },
    requestHash: "h",
    title: "boom",
    language: "en",
    createdAt: "2026-03-01T10:00:00.000Z",
  });
}

const heading =
  "time (UTC)           verdict  status          feedback                              what the report said -> what it was";
const lines = [
  `2026-03-01 10:01:00  wrong    pending_review  ${idOf(1)}  keyvault.firewall-deny -> dns.private-zone-not-linked`,
  `2026-03-01 10:02:00  right    pending_review  ${idOf(2)}  keyvault.firewall-deny`,
];

/** The facts of both stores; `run` starts `azebal feedback` on two feedbacks. */
function feedbackCommand(run: (...args: string[]) => ReturnType<typeof runAzebal>): void {
  test("a list is a table, oldest first; as JSON it is an object a line with everything that is stored", async () => {
    expect(await run("list")).toEqual({ code: 0, stdout: `${[heading, ...lines].join("\n")}\n`, stderr: "" });
    const { stdout } = await run("list", "--json", "--limit", "1");
    expect(JSON.parse(stdout)).toEqual({
      id: idOf(1),
      created_at: "2026-03-01T10:01:00.000Z",
      status: "pending_review",
      verdict: "wrong",
      diagnosis_id: "d1",
      reported_cause: "keyvault.firewall-deny",
      root_cause: "dns.private-zone-not-linked",
      comment: "\u001b[2Jthe zone",
      error_summary: "Forbidden",
      debugging_process: "named: keyvault.firewall-deny",
      solution: "",
      user_principal_name: "alice@contoso.com",
      tenant_id: "t1",
      object_id: "alice",
    });
  });

  test("a review says from what to what, is on record, and the list by status follows it", async () => {
    const reviewed = await run("review", idOf(2), "--approve");
    expect([reviewed.code, reviewed.stdout]).toEqual([0, `${idOf(2)}: pending_review -> approved\n`]);
    const approved = await run("list", "--status", "approved");
    expect(approved.stdout).toBe(
      `${heading}\n2026-03-01 10:02:00  right    approved        ${idOf(2)}  keyvault.firewall-deny\n`,
    );
    expect((await run("list", "--status", "superseded")).stdout).toBe("There is no such feedback.\n");
  });

  test("what is not there, or of which no evidence is left, is said, and no folder is made", async () => {
    const out = join(directory, `none-${crypto.randomUUID()}`);
    const unknown = await run("review", idOf(9), "--reject");
    expect([unknown.code, unknown.stderr]).toEqual([
      1,
      `azebal: There is no feedback ${idOf(9)}. "azebal feedback list" shows those there are.\n`,
    ]);
    const nobody = await run("scenario", "d9", "--out", out);
    expect([nobody.code, nobody.stderr]).toEqual([1, "azebal: There is no feedback and no diagnosis d9.\n"]);
    const empty = await run("scenario", idOf(2), "--out", out);
    expect([empty.code, empty.stderr]).toEqual([
      1,
      "azebal: Of the diagnosis d2 no evidence is stored any more: nothing can be made of it.\n",
    ]);
    expect(existsSync(out)).toBe(false);
  });
}

const usage =
  'Say what to do: "azebal feedback list", "azebal feedback review <id> --approve" (or --reject), or "azebal feedback scenario <id> --out <folder>".';

test.each([
  [[], usage],
  [["list", "x"], usage],
  [["show", "x"], usage],
  [["review"], usage],
  [["review", "x", "y", "--approve"], usage],
  [["review", "x"], "Say either --approve or --reject."],
  [["review", "x", "--approve", "--reject"], "Say either --approve or --reject."],
  [["scenario", "x"], "--out is missing: name the folder to make."],
  [["list", "--status", "new"], "--status new: give one of pending_review, approved, rejected, superseded."],
  [["list", "--limit", "many"], "--limit many: give a number from 0 to 10000."],
])("azebal feedback %j is refused with what to give", async (args, message) => {
  const { code, stdout, stderr } = await runAzebal(["feedback", ...args], { AZEBAL_DATA_DIR: directory });
  expect([code, stdout, stderr]).toEqual([2, "", `azebal: ${message}\n`]);
});

describeWithPostgres("the feedback in PostgreSQL", () => {
  const server = usePostgresServer();
  const postgres = () => ({ url: server().url });
  beforeAll(async () => {
    const stores = openStores({ directory: join(directory, "hub"), postgres: postgres() });
    await fill(stores);
    await stores.close();
  });
  feedbackCommand((...args) =>
    runAzebal(["feedback", ...args], {
      AZEBAL_POSTGRES_URL: server().url,
      AZEBAL_DATA_DIR: join(directory, "support"),
    }),
  );

  test("a review is on record there, by whoever is at this machine", async () => {
    const stores = openStores({ directory: join(directory, "reader"), postgres: postgres() });
    const [entry] = await stores.audit.list({ toolCalled: "feedback_review", limit: 1 });
    await stores.close();
    expect(entry).toMatchObject({
      requestPayload: { feedback_id: idOf(2), status: "approved" },
      diagnosisId: "d2",
      userPrincipalName: expect.stringMatching(/./u),
    });
  });
});

describe("the feedback of this machine", () => {
  const env = { AZEBAL_DATA_DIR: join(directory, "data") };
  beforeAll(async () => {
    const hub = await openHub({ scenario, env: cleanEnvironment(env) });
    await fill(await hub.stores());
    await hub.close();
  });
  feedbackCommand((...args) => runAzebal(["feedback", ...args, "--scenario", scenario], env));
});

test("a folder that holds something is left alone", async () => {
  const { writeScenario } = await import("../../../cli/feedback/scenario/write-scenario.ts");
  const folder = join(directory, "taken");
  mkdirSync(folder);
  writeFileSync(join(folder, "mine.txt"), "x");
  expect(() => writeScenario(folder, {} as never)).toThrow(
    `--out ${folder} holds something already. Name a folder that is new or empty.`,
  );
});
