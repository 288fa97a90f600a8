import { expect, it } from "vitest";
import { criticalPath, type Round, type WireExchange } from "../../benchmarks/diagnosis/critical-path.ts";

const at = (read: string, beganAtMs: number, endedAtMs: number): WireExchange => ({
  read,
  beganAtMs,
  endedAtMs,
});
const round = (order: Round["order"], beganAtMs: number, endedAtMs: number): Round => ({
  order,
  beganAtMs,
  endedAtMs,
});

it("reads in turn add up, of reads at once the longest counts, and what lies between does not", () => {
  const rounds = [round("in turn", 0, 350), round("at once", 400, 700), round("at once", 800, 950)];
  const exchanges = [
    at("subscriptions", 10, 110),
    at("names", 120, 230),
    at("neighbours", 240, 340),
    at("vault", 410, 510),
    at("role assignments", 415, 690),
    at("policies", 420, 515),
    at("pinned", 810, 940),
  ];
  expect(criticalPath(rounds, exchanges)).toEqual({ pathMs: 100 + 110 + 100 + 275 + 130, links: 5 });
});

it("pages of one read follow each other, however long another read of the round took", () => {
  const exchanges = [
    at("list", 0, 100),
    at("list", 105, 205),
    at("list", 210, 310),
    at("one resource", 0, 250),
  ];
  expect(criticalPath([round("at once", 0, 320)], exchanges)).toEqual({ pathMs: 300, links: 3 });
});

it("a read that is made late is no longer for it: two that could have been at once count as the longest", () => {
  const exchanges = [at("first", 0, 100), at("second", 100, 220)];
  expect(criticalPath([round("at once", 0, 230)], exchanges)).toEqual({ pathMs: 120, links: 1 });
});

it("exchanges that overlap under one name are several reads, and count once", () => {
  const exchanges = [at("query", 0, 100), at("query", 5, 130), at("query", 10, 90)];
  expect(criticalPath([round("at once", 0, 140)], exchanges)).toEqual({ pathMs: 125, links: 1 });
});

it("an exchange outside every round counts for none", () => {
  const exchanges = [at("before", 0, 90), at("inside", 101, 200), at("after", 301, 400)];
  expect(criticalPath([round("at once", 100, 300)], exchanges)).toEqual({ pathMs: 99, links: 1 });
});

it("a diagnosis without a read has no path", () => {
  expect(criticalPath([round("in turn", 0, 100)], [])).toEqual({ pathMs: 0, links: 0 });
  expect(criticalPath([], [at("read", 0, 100)])).toEqual({ pathMs: 0, links: 0 });
});
