import { expect, test } from "vitest";
import type { AuditEntry } from "../../../../services/stores/audit-log.ts";
import { entry } from "../contracts/audit-log-contract.ts";
import { describeWithPostgres, onPostgres, usePostgresServer } from "../support/postgres-suite.ts";

/** Numbers that JSON can write and jsonb stores in another way, and names that it cannot store. */
const odd: [string, Partial<AuditEntry>][] = [
  ["a trace that is no UUID", { traceId: "d-7" }],
  ["an instant that is none", { createdAt: "yesterday" }],
  ["a duration that no column holds", { executionTimeMs: 1e12 }],
  ["a name with the character 0", { requestPayload: { "a\0b": 1 } }],
  ["a name with half a character", { responsePayload: { "\ud800": 1 } }],
];

describeWithPostgres("audit entries of which the server refuses a part", () => {
  const open = onPostgres(usePostgresServer());

  test.each(odd)("with %s hold up nobody, and are stored as far as they can be", async (_, change) => {
    const { stores } = await open();
    const lines = ["before", "odd", "after"].map((outcome) =>
      entry({ outcome, ...(outcome === "odd" ? change : {}) }),
    );
    for (const line of lines) await stores.audit.write(line);
    const found = (await stores.audit.list({ limit: 9 })).toReversed();
    expect(found.map(({ outcome }) => outcome)).toEqual(["before", "odd", "after"]);
    expect([found[0], found[2]]).toEqual(
      [lines[0], lines[2]].map((line) => ({ ...line, id: expect.any(Number) })),
    );
  });

  test("say that their payloads are not there where these are refused, and lose their trace where it is none", async () => {
    const { stores } = await open();
    await stores.audit.write(entry({ requestPayload: { "a\0b": 1 }, traceId: "d-7" }));
    const [found] = await stores.audit.list({ limit: 1 });
    expect([found?.requestPayload, found?.responsePayload, found?.traceId]).toEqual([
      "[not storable]",
      "[not storable]",
      "",
    ]);
  });
});
