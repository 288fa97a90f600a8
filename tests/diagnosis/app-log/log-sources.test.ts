import { describe, expect, test } from "vitest";
import { logSources } from "../../../diagnosis/app-log/log-sources.ts";
import { admitLogs } from "../../../services/azure/gate/kql-gate.ts";

const origins = {
  arm: "https://management.azure.com",
  logs: "https://api.loganalytics.io",
  graph: "https://graph.microsoft.com",
};

describe.each(logSources.map((source) => [source.types[0]!, source] as const))(
  "%s",
  (_, { reads, steps }) => {
    const queries = Object.values(reads).flatMap(({ request: { kind, query } }) =>
      kind === "logs" && typeof query === "string" ? [query] : [],
    );

    test("every query passes the gate, and is short enough to stand in each citation", () => {
      for (const query of queries) {
        const read = {
          kind: "logs" as const,
          resourceId:
            "/subscriptions/0af76519-16cd-43dd-8448-eb211c80319c/resourceGroups/rg/providers/Microsoft.Web/sites/a",
          query: query.replaceAll("{{target.name}}", "orders-web"),
          from: "2026-10-13T09:00:00.000Z",
          to: "2026-10-14T09:30:00.000Z",
        };
        expect(admitLogs(read, origins as never)).toMatchObject({ plane: "logs", method: "POST" });
        expect(query.length).toBeLessThan(1_500);
        expect(query).toMatch(/\| take \d{1,3}$/u);
      }
    });

    test("every step is a read, and every read of a log is bounded in time", () => {
      for (const name of steps.flat()) expect(Object.keys(reads)).toContain(name);
      for (const { request } of Object.values(reads).filter((read) => read.request.kind === "logs"))
        expect(request).toMatchObject({
          from: "hours_before(signals.observedAt, `24`)",
          to: "minutes_after(signals.observedAt, `30`)",
        });
    });
  },
);
