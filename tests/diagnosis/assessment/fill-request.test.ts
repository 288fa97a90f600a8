import { describe, expect, it } from "vitest";
import { fillRequest } from "../../../diagnosis/assessment/fill-request.ts";
import { createEnvironment } from "../../../diagnosis/evaluation/environment.ts";
import { known, unknown } from "../../../diagnosis/evaluation/evaluated.ts";
import type { PlaybookRead } from "../../../diagnosis/playbook.ts";
import { evidenceOf, rootOf } from "../evidence-of.ts";
import { subscription, vaultId } from "../signals-of.ts";

const environment = createEnvironment({
  now: "2026-10-14T09:00:00.000Z",
  names: {
    target: rootOf(evidenceOf("e5", { id: vaultId, subscriptions: [subscription], ids: ["p1", "p2"] })),
    pending: unknown({ kind: "pending", read: "pending" }),
    quote: known("x' or '1' eq '1"),
    climbing: known("/subscriptions/s/../../other"),
    asking: known("/subscriptions/s?api-version=1"),
    at: known("2026-10-14T08:59:07Z"),
  },
});

function fill(request: PlaybookRead["request"]) {
  return fillRequest({ title: { en: "t", ko: "t" }, permission: "p", request }, environment);
}

describe("requests of each kind", () => {
  it("arm, with its parameters", () => {
    expect(
      fill({
        kind: "arm",
        path: "{{target.id}}/x",
        query: { $filter: "principalId eq '{{target.ids[0]}}'" },
      }),
    ).toEqual({
      kind: "ready",
      request: { kind: "arm", path: `${vaultId}/x`, query: { $filter: "principalId eq 'p1'" } },
    });
  });

  it("logs, with a time window around an instant", () => {
    expect(
      fill({
        kind: "logs",
        resourceId: "{{target.id}}",
        query: "AzureDiagnostics | where id_s in ({{target.ids}})",
        from: "hours_before(at, `1`)",
        to: "at",
      }),
    ).toEqual({
      kind: "ready",
      request: {
        kind: "logs",
        resourceId: vaultId,
        query: "AzureDiagnostics | where id_s in ('p1','p2')",
        from: "2026-10-14T07:59:07.000Z",
        to: "2026-10-14T08:59:07Z",
      },
    });
  });

  it("metrics", () => {
    const request = {
      kind: "metrics",
      resourceId: "{{target.id}}",
      metricNames: ["ServiceApiResult"],
      aggregation: ["Total"],
      interval: "PT1M",
      filter: "StatusCode eq '403'",
      from: "days_before(at, `1`)",
      to: "at",
    } as const;
    expect(
      fill({ ...request, metricNames: [...request.metricNames], aggregation: [...request.aggregation] }),
    ).toEqual({
      kind: "ready",
      request: {
        ...request,
        resourceId: vaultId,
        from: "2026-10-13T08:59:07.000Z",
        to: "2026-10-14T08:59:07Z",
      },
    });
  });

  it("Resource Graph, over given subscriptions", () => {
    expect(
      fill({ kind: "resource_graph", query: "resources | take 1", subscriptions: "target.subscriptions" }),
    ).toEqual({
      kind: "ready",
      request: { kind: "resource_graph", query: "resources | take 1", subscriptions: [subscription] },
    });
  });
});

describe("places that cannot be filled in", () => {
  it("are waited for where a read is pending", () => {
    expect(fill({ kind: "arm", path: "{{pending.id}}" })).toEqual(
      unknown({ kind: "pending", read: "pending" }),
    );
    expect(fill({ kind: "arm", path: "/x", query: { a: "{{pending.id}}" } }).kind).toBe("unknown");
    expect(fill({ kind: "resource_graph", query: "x", subscriptions: "pending" }).kind).toBe("unknown");
  });

  it("make the read senseless where there is nothing, by what is missing", () => {
    const filled = fill({ kind: "arm", path: "{{target.nothing}}" });
    expect(filled.kind === "inapplicable" && filled.proof()).toEqual([
      { evidenceId: "e5", pointer: "", op: "absent", operand: "nothing", value: "null" },
    ]);
  });

  it.each(["{{climbing}}", "{{asking}}", "/x/{{quote}}", "/x/{{target.ids}}"])(
    "%s is refused in a path",
    (path) => {
      expect(fill({ kind: "arm", path }).kind).toBe("inapplicable");
    },
  );

  it("a value that would end its quotes is refused in a filter and in KQL", () => {
    expect(fill({ kind: "arm", path: "/x", query: { $filter: "a eq '{{quote}}'" } }).kind).toBe(
      "inapplicable",
    );
    expect(fill({ kind: "resource_graph", query: "resources | where a == '{{quote}}'" }).kind).toBe(
      "inapplicable",
    );
  });

  it("a request that is none is senseless too", () => {
    expect(fill({ kind: "arm" }).kind).toBe("inapplicable");
  });
});
