import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Evidence } from "../../../domain/evidence.ts";
import { answerTo, askingGaps } from "../../support/answer-gap.ts";
import { onScenario } from "../../support/on-scenario.ts";
import { shippedScenarios } from "../../variants/same-verdict.ts";

const target = ({ request }: Evidence) => request.slice("GET ".length);

describe.each([
  {
    what: "Microsoft Graph refuses for want of consent",
    folder: join(shippedScenarios, "ingress-pending-ip"),
    cause: "entra.client-secret-expired",
    read: /^GET \/v1\.0\/applications\(appId='[^']+'\)$/u,
    permission: "Application.Read.All (Microsoft Graph)",
    url: (read: Evidence) => `"https://graph.microsoft.com${target(read)}"`,
  },
  {
    what: "Resource Manager refuses",
    folder: join(shippedScenarios, "report-export-blob"),
    cause: "storage.network-rule-deny",
    read: /^GET \/subscriptions\/[^?]*\/storageAccounts\/[^/?]+\?/u,
    permission: "Microsoft.Storage/storageAccounts/read",
    url: (read: Evidence) => `'${target(read)}'`,
  },
])("what $what", ({ folder, cause, read, permission, url }) => {
  test("becomes a command, whose output decides the cause", async () => {
    await onScenario(folder, async (diagnose) => {
      const proven = await diagnose();
      expect(proven.report.root_cause).toMatchObject({ code: cause, confidence: "proven" });
      const answered = proven.evidence.find(({ request }) => read.test(request))!;
      const refused = new Set([answered.requestKey]);
      const asking = await diagnose({ refused });
      expect(asking.report.root_cause.code).toBe("unknown");
      const { evidenceId } = asking.evidence.find(({ requestKey }) => refused.has(requestKey))!;
      const gap = askingGaps(asking).find(({ question_id: id }) => id === evidenceId)!;
      expect(gap).toMatchObject({ permission, command: `az rest --method get --url ${url(answered)}` });
      const supplied = [answerTo(gap, asking, `dev@host:~$ az rest\n${answered.body}\ndev@host:~$ `)];
      const { report } = await diagnose({ refused, supplied });
      expect(report.root_cause).toMatchObject({ code: cause, confidence: "likely" });
      expect(report.evidence.some(({ source }) => source === "user")).toBe(true);
    });
  });

  test("is asked of nobody where Azure's answers prove the cause", async () => {
    expect(askingGaps(await onScenario(folder, (diagnose) => diagnose()))).toEqual([]);
  });
});
