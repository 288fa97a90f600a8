import { describe, expect, it } from "vitest";
import { type ReadRequest, readKey } from "../../domain/read-step.ts";

const span = { from: "2026-10-14T08:00:00Z", to: "2026-10-14T09:00:00Z" };
const metrics: Extract<ReadRequest, { kind: "metrics" }> = {
  kind: "metrics",
  resourceId: "/subscriptions/s/vm",
  metricNames: ["Percentage CPU", "Disk Read Operations/Sec"],
  aggregation: ["Average", "Maximum"],
  interval: "PT1M",
  ...span,
};

describe("the key of a read", () => {
  it.each<[string, ReadRequest]>([
    [
      "arm /subscriptions/s/roleassignments?$filter=assignedTo('a=b') and x eq 'y, z'&$top=5",
      {
        kind: "arm",
        path: "/subscriptions/S/roleAssignments/",
        query: { $top: "5", $filter: "assignedTo('a=b') and x eq 'y, z'" },
      },
    ],
    [
      "graph /v1.0/applications(appId='A')?$select=id,appId",
      { kind: "graph", path: "/v1.0/applications(appId='A')", query: { $select: "id,appId" } },
    ],
    [
      "resource_graph a,b resources | where x contains '%'",
      { kind: "resource_graph", subscriptions: ["b", "a"], query: "resources | where x contains '%'" },
    ],
    ["resource_graph  resources", { kind: "resource_graph", query: "resources" }],
    [
      "logs /subscriptions/s/law 2026-10-14T08:00:00Z/2026-10-14T09:00:00Z T | take 5",
      { kind: "logs", resourceId: "/subscriptions/S/law", query: "T | take 5", ...span },
    ],
    [
      "metrics /subscriptions/s/vm Percentage CPU,Disk Read Operations/Sec Average,Maximum PT1M 2026-10-14T08:00:00Z/2026-10-14T09:00:00Z ",
      metrics,
    ],
  ])("of an ordinary one is readable: %s", (key, request) => {
    expect(readKey(request)).toBe(key);
  });

  const arm = (path: string, query?: Record<string, string>): ReadRequest => ({
    kind: "arm",
    path,
    ...(query ? { query } : {}),
  });
  const graph = (query: string, subscriptions: string[]): ReadRequest => ({
    kind: "resource_graph",
    query,
    subscriptions,
  });
  it.each<[string, ReadRequest, ReadRequest]>([
    ["a parameter inside a value", arm("/x", { a: "1&b=2" }), arm("/x", { a: "1", b: "2" })],
    ["a parameter inside a name", arm("/x", { "a=1&b": "2" }), arm("/x", { a: "1", b: "2" })],
    ["a value inside a name", arm("/x", { "a=b": "c" }), arm("/x", { a: "b=c" })],
    ["an encoded separator", arm("/x", { a: "1%26b=2" }), arm("/x", { a: "1&b=2" })],
    ["parameters inside the path", arm("/x?a=1"), arm("/x", { a: "1" })],
    ["a subscription inside another", graph("T", ["a,b"]), graph("T", ["a", "b"])],
    ["a query inside a subscription", graph("y T", ["x"]), graph("T", ["x y"])],
    [
      "a metric inside another",
      { ...metrics, metricNames: ["a,b"] },
      { ...metrics, metricNames: ["a", "b"] },
    ],
    [
      "an aggregation inside a metric",
      { ...metrics, metricNames: ["a Total"], aggregation: ["Count"], interval: "PT1M" },
      { ...metrics, metricNames: ["a"], aggregation: ["Total"], interval: "Count PT1M" },
    ],
    ["an instant inside another", { ...metrics, from: "a/b", to: "c" }, { ...metrics, from: "a", to: "b/c" }],
    [
      "an instant inside the resource",
      { kind: "logs", resourceId: "/a b/c", from: "d", to: "e", query: "q" },
      { kind: "logs", resourceId: "/a", from: "b", to: "c d/e", query: "q" },
    ],
  ])("tells %s from what it would make", (_, left, right) => {
    expect(readKey(left)).not.toBe(readKey(right));
  });

  it("is the same for another order of parameters, another case of an ARM path and a slash at its end", () => {
    expect(readKey(arm("/A/b/", { x: "1", y: "2" }))).toBe(readKey(arm("/a/B", { y: "2", x: "1" })));
  });
});
