import { describe, expect, test } from "vitest";
import type { AuditEntry, AuditQuery } from "../../../../services/stores/audit-log.ts";
import { createPlanter } from "../../../domain/redaction/planted-secrets.ts";
import { at, later, type StoresFactory } from "./stores-factory.ts";

export function entry(change: Partial<AuditEntry> = {}): AuditEntry {
  return {
    traceId: "0af7651916cd43dd8448eb211c80319c",
    userPrincipalName: "alice@contoso.com",
    tenantId: "t1",
    objectId: "alice",
    toolCalled: "debug_error",
    requestPayload: { error: "boom" },
    responsePayload: { status: "running" },
    executionTimeMs: 12,
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

    test("lists those of a user, a tool, a diagnosis, a time", async () => {
      const { stores } = await open();
      const made: [string, Partial<AuditEntry>][] = [
        ["alice", {}],
        ["bob", { userPrincipalName: "Bob@contoso.com" }],
        ["login", { toolCalled: "login" }],
        ["d7", { diagnosisId: "d7" }],
        ["late", { createdAt: later }],
      ];
      for (const [outcome, change] of made) await stores.audit.write(entry({ outcome, ...change }));
      const queries: Omit<AuditQuery, "limit">[] = [
        { userPrincipalName: "BOB@contoso.com" },
        { toolCalled: "login" },
        { diagnosisId: "d7" },
        { since: later },
        { until: later, userPrincipalName: "alice@contoso.com", toolCalled: "debug_error" },
        { diagnosisId: "d7", toolCalled: "login" },
      ];
      const found = await Promise.all(
        queries.map(async (query) =>
          (await stores.audit.list({ ...query, limit: 9 })).map(({ outcome }) => outcome),
        ),
      );
      expect(found).toEqual([["bob"], ["login"], ["d7"], ["late"], ["d7", "alice"], []]);
    });

    test("stores what is longer than a column, larger than a payload may be, or no character, cut or replaced", async () => {
      const { stores } = await open();
      const long = "x".repeat(70_000);
      await stores.audit.write(
        entry({
          toolCalled: long,
          outcome: "a\0b\ud800",
          requestPayload: { text: "a\0b\udc00" },
          responsePayload: { long },
          executionTimeMs: 12.7,
        }),
      );
      const [found] = await stores.audit.list({ limit: 1 });
      expect(found).toEqual({
        ...entry(),
        id: expect.any(Number),
        toolCalled: long.slice(0, 100),
        outcome: "a\ufffdb\ufffd",
        requestPayload: { text: "a\ufffdb\ufffd" },
        responsePayload: "(70011 characters)",
        executionTimeMs: 13,
      });
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
