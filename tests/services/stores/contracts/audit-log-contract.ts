import { describe, expect, test } from "vitest";
import type { AuditEntry } from "../../../../services/stores/audit-log.ts";
import { createPlanter } from "../../../domain/redaction/planted-secrets.ts";
import { at, type StoresFactory } from "./stores-factory.ts";

export function entry(change: Partial<AuditEntry> = {}): AuditEntry {
  return {
    traceId: "0af7651916cd43dd8448eb211c80319c",
    userPrincipalName: "alice@contoso.com",
    tenantId: "t1",
    objectId: "alice",
    toolCalled: "debug_error",
    requestPayload: { error: "boom" },
    responsePayload: { status: "running" },
    executionTimeMs: 12.5,
    outcome: "ok",
    createdAt: at,
    ...change,
  };
}

export function auditLogContract(open: StoresFactory): void {
  describe("the audit log", () => {
    test("lists what was written, newest first, page by page", async () => {
      const { stores, again } = await open();
      for (const toolCalled of ["one", "two", "three"])
        await stores.audit.write(entry({ toolCalled, diagnosisId: "d1" }));
      const first = await (await again()).audit.list({ limit: 2 });
      const second = await stores.audit.list({ limit: 2, before: first.at(-1)!.id });
      const written = (toolCalled: string) => ({
        ...entry({ toolCalled, diagnosisId: "d1" }),
        id: expect.any(Number),
      });
      expect([first, second]).toEqual([[written("three"), written("two")], [written("one")]]);
    });

    test("holds one entry of a step, and every entry of what is no step", async () => {
      const { stores, again } = await open();
      const step = { diagnosisId: "d1", stepId: "record" };
      await stores.audit.write(entry({ ...step, toolCalled: "first" }));
      await (await again()).audit.write(entry({ ...step, toolCalled: "again" }));
      await stores.audit.write(entry({ ...step, diagnosisId: "d2", toolCalled: "other" }));
      for (const toolCalled of ["one", "two"])
        await stores.audit.write(entry({ diagnosisId: "d1", toolCalled }));
      const written = (await stores.audit.list({ limit: 9 })).map((found) => [
        found.toolCalled,
        found.stepId,
      ]);
      expect(written).toEqual([
        ["two", undefined],
        ["one", undefined],
        ["other", "record"],
        ["first", "record"],
      ]);
    });

    test("redacts what its caller forgot", async () => {
      const { stores } = await open();
      const secret = createPlanter(5).password();
      await stores.audit.write(
        entry({ requestPayload: { password: secret }, responsePayload: [`pwd=${secret}`] }),
      );
      const [found] = await stores.audit.list({ limit: 1 });
      const marker = `[redacted ${secret.length} chars]`;
      expect([found?.requestPayload, found?.responsePayload]).toEqual([
        { password: marker },
        [`pwd=${marker}`],
      ]);
    });

    test("takes payloads that are no JSON", async () => {
      const { stores } = await open();
      const circular: Record<string, unknown> = {};
      circular["self"] = circular;
      await stores.audit.write(entry({ requestPayload: circular, responsePayload: undefined }));
      const [found] = await stores.audit.list({ limit: 1 });
      expect([found?.requestPayload, found?.responsePayload]).toEqual(["[not JSON]", null]);
    });
  });
}
