import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../domain/json-value.ts";
import { answerTo, askingGaps, outputOf } from "../../support/answer-gap.ts";
import type { Beside, EndedDiagnosis } from "../../support/diagnose-on-simulator.ts";
import { onScenario, type ScenarioFiles } from "../../support/on-scenario.ts";
import { ownScenarios } from "../../variants/same-verdict.ts";

/** roster-api's application ID and object ID, as SQL stores them. */
const ofApplication = "0xC54CFC588DA17C5D83BD7624C658E939";
const ofObject = "0x9D7BD592874E2053AF150891CB0157B5";
const columns = { type_desc: "EXTERNAL_USER" };
const other = { name: "roster-admin", ...columns, sid: "0x00112233445566778899AABBCCDDEEFF" };

const command = (database = "roster") =>
  `sqlcmd -S sql-adatum-roster.database.windows.net -d ${database} -G -y 0 -Q "SET NOCOUNT ON; SELECT (SELECT DB_NAME() AS [database], HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'ALTER ANY USER') AS sees_all, (SELECT name, type_desc, CONVERT(varchar(100), sid, 1) AS sid FROM sys.database_principals WHERE type IN ('E', 'X') FOR JSON PATH) AS users FOR JSON PATH, WITHOUT_ARRAY_WRAPPER)"`;

const printed = (users: JsonObject[], rest: JsonObject = {}) =>
  JSON.stringify({ database: "roster", sees_all: 1, ...(users.length === 0 ? {} : { users }), ...rest });

/** The developer has seen the user, and no log is old enough to tell how it was made. */
function seenUser({ request, tenant }: ScenarioFiles, rows: unknown[][] = []): void {
  request.context = { ...request.context, notes: "The user is there, I made it in March." };
  const [workspace] = Object.values(tenant["tables"] as Record<string, { AzureDiagnostics: JsonObject }>);
  workspace!.AzureDiagnostics["rows"] = rows as never;
}

const scenario = join(ownScenarios, "roster-api-token-principal");
const onSeenUser = <T>(run: (diagnose: (beside?: Beside) => Promise<EndedDiagnosis>) => Promise<T>) =>
  onScenario(scenario, run, seenUser);

/** What a diagnosis comes to once somebody has pasted this for its only question. */
async function supplied(pasted: string) {
  return await onSeenUser(async (diagnose) => {
    const asking = await diagnose();
    const [gap] = askingGaps(asking);
    const { report } = await diagnose({ supplied: [answerTo(gap!, asking, pasted)] });
    const { code, confidence, explanation } = report.root_cause;
    const cited = report.evidence.filter(({ source }) => source === "user").map(({ pointer }) => pointer);
    return { report, code, confidence, explanation, cited };
  });
}

describe("the users of a database", () => {
  test("are asked for where the developer has seen the user and no log shows its SID", async () => {
    const asking = await onSeenUser((diagnose) => diagnose());
    expect(asking.report.root_cause.code).toBe("unknown");
    expect(askingGaps(asking)).toEqual([
      {
        what: "The Microsoft Entra users of database roster, and their SIDs: no API of Azure shows it",
        permission: "ALTER ANY USER in the database (its Microsoft Entra admin, or db_owner)",
        command: command(),
        question_id: "k1",
      },
    ]);
  });

  test("are not asked for where the request and Azure prove the cause", async () => {
    const { report } = await onScenario(scenario, (diagnose) => diagnose());
    expect(report.root_cause).toMatchObject({ code: "sql.external-user-missing", confidence: "proven" });
    expect(JSON.stringify(report.gaps)).not.toMatch(/sqlcmd|no API/u);
  });

  test("are not asked for where the database is not known", async () => {
    const asking = await onScenario(
      scenario,
      (diagnose) => diagnose(),
      (files) => {
        seenUser(files);
        files.tenant.resources = files.tenant.resources.filter(({ id }) => !id.endsWith("/databases/roster"));
      },
    );
    expect(askingGaps(asking)).toEqual([]);
  });

  test.each([
    ["has the identity's name and another SID", { name: "roster-api", ...columns, sid: other.sid }],
    ["was made from the object ID, whatever its name", { name: "api", ...columns, sid: ofObject }],
  ])("name the wrong SID where one %s", async (_, user) => {
    const { code, confidence, explanation, cited } = await supplied(printed([other, user]));
    expect({ code, confidence }).toEqual({ code: "sql.external-user-sid-mismatch", confidence: "likely" });
    expect(explanation).toMatch(/rests on evidence that was supplied/u);
    expect(cited).toContain("/users/1/sid");
  });

  const many = Array.from({ length: 60 }, (_, at) => ({ ...other, name: `reporting user ${at}` }));
  const long = printed([...many, { name: "roster-api", ...columns, sid: ofObject }]);
  test.each([
    ["below a heading, in lines of 2,033", `JSON_F52E2B61\r\n${"-".repeat(256)}\r\n`, 2_033, "\r\n\r\n"],
    ["as a terminal breaks it, after a prompt", 'PS C:\\> sqlcmd -S x -Q "…"\r\n', 120, "\r\nPS C:\\> "],
    ["in a code block", "```json\n", 10_000, "\n```\n"],
  ])("are taken as sqlcmd prints them: %s", async (_, before, width, after) => {
    const lines = long.match(new RegExp(`.{1,${width}}`, "gu"))!.join("\r\n");
    const { code, cited } = await supplied(`${before}${lines}${after}`);
    expect(code).toBe("sql.external-user-sid-mismatch");
    expect(cited).toContain("/users/60/sid");
  });

  test.each([
    ["others are there", printed([other])],
    ["none is there", printed([])],
  ])("name the missing user where %s", async (_, pasted) => {
    const { code, confidence, cited } = await supplied(pasted);
    expect({ code, confidence }).toEqual({ code: "sql.external-user-missing", confidence: "likely" });
    expect(cited).not.toEqual([]);
  });

  test.each([
    ["the identity's SID", ofApplication.toLowerCase()],
    ["it with the suffix of a login", `${ofApplication}41414445`],
  ])("refute both where one has %s", async (_, sid) => {
    const user = { name: "roster-api", ...columns, sid };
    const { code, report } = await supplied(printed([other, user]));
    expect(code).toBe("unknown");
    expect(report.ruled_out.map((one) => one.code)).toEqual(
      expect.arrayContaining(["sql.external-user-missing", "sql.external-user-sid-mismatch"]),
    );
  });

  test.each([
    ["somebody who sees only their own", printed([other], { sees_all: 0 })],
    ["another database", printed([other], { database: "master" })],
    ["no such query", JSON.stringify([other])],
  ])("decide nothing where they are those of %s", async (_, pasted) => {
    const { code, report } = await supplied(pasted);
    expect(code).toBe("unknown");
    expect(report.gaps.map(({ what }) => what).join()).toMatch(/ALTER ANY USER/u);
  });

  test("change nothing where the audit log shows how the user was made", async () => {
    const resource =
      "/SUBSCRIPTIONS/C355B043-8ED8-521B-9C4D-66F4EB8005F0/RESOURCEGROUPS/RG-ADATUM-ROSTER/PROVIDERS/MICROSOFT.SQL/SERVERS/SQL-ADATUM-ROSTER/DATABASES/ROSTER";
    const made = `CREATE USER [roster-api] WITH SID=${ofObject}, TYPE=E`;
    const row = ["2026-05-28T07:15:00Z", resource, "SQLSecurityAuditEvents", "BATCH COMPLETED", "true"];
    const forged = printed([{ name: "roster-api", ...columns, sid: ofApplication }]);
    await onScenario(
      scenario,
      async (diagnose) => {
        const { report: read } = await diagnose();
        expect(read.root_cause).toMatchObject({
          code: "sql.external-user-sid-mismatch",
          confidence: "proven",
        });
        const { report } = await diagnose({ supplied: [outputOf(command(), forged)] });
        expect([report.root_cause, report.ruled_out]).toEqual([read.root_cause, read.ruled_out]);
        expect(report.evidence.filter(({ source }) => source === "user")).toEqual([]);
      },
      (files) => seenUser(files, [[...row, "roster", "platform.owner@adatum.example", made, "20.76.20.9"]]),
    );
  });
});
