import { expect, test } from "vitest";
import { takeUsed } from "../../../diagnosis/playbooks/take-used.ts";
import { firewall } from "../small-playbooks.ts";

const read = (path: string) => ({
  title: { en: path, ko: path },
  request: { kind: "arm" as const, path },
  permission: "Some/thing/read",
});

test("a read that the check does not use goes, and the lets that only it needs", () => {
  const more = {
    ...firewall,
    reads: { ...firewall.reads, spare: read("{{spareId}}") },
    let: { ...firewall.let, spareId: "target.id" },
  };
  expect(takeUsed(more)).toEqual(takeUsed(firewall));
});

test("what a used read is asked by stays, however long the chain", () => {
  const chained = {
    ...firewall,
    reads: { first: read("{{start}}"), second: read("{{middle}}"), third: read("{{third}}") },
    let: { start: "target.id", middle: "first.id", unused: "third.id" },
    holds: "second.value == 'x'",
    explanation: { en: "It is so.", ko: "그렇습니다." },
    actions: [],
    culprits: [],
  };
  const { reads, let: lets } = takeUsed(chained);
  expect([Object.keys(reads), Object.keys(lets ?? {})]).toEqual([
    ["first", "second"],
    ["start", "middle"],
  ]);
});

test("a read that only a text tells of stays", () => {
  const told = {
    ...firewall,
    reads: { ...firewall.reads, owner: read("{{target.id}}/owner") },
    explanation: { en: "Owned by {{owner.name}}.", ko: "소유자는 {{owner.name}}입니다." },
  };
  expect(Object.keys(takeUsed(told).reads)).toContain("owner");
});
