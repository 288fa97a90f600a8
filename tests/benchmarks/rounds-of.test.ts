import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { roundsOf } from "../../benchmarks/diagnosis/rounds-of.ts";

const recording = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, "..", "replay", name), "utf8"));
const ms = (instant: string) => Date.parse(`2026-11-24T${instant}Z`);

it("the look-ups are a round in turn, the reads of one turn a round at once, until the last of them has answered", () => {
  expect(roundsOf(recording("one-round.json"))).toEqual({
    rounds: [
      { order: "in turn", beganAtMs: ms("18:34:09.377"), endedAtMs: ms("18:34:09.600") },
      { order: "at once", beganAtMs: ms("18:34:10.084"), endedAtMs: ms("18:34:10.234") },
    ],
    waitsMs: 0,
  });
});

it("a timer that fired was a wait that Azure asked for, one that did not was none", () => {
  const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
  const history = [
    { EventType: 12, Timestamp: at(0) },
    { EventType: 4, EventId: 0, Name: "readArm", Timestamp: at(0) },
    { EventType: 10, EventId: 1, Timestamp: at(0) },
    { EventType: 12, Timestamp: at(2) },
    { EventType: 5, TaskScheduledId: 0, Timestamp: at(1) },
    { EventType: 10, EventId: 2, Timestamp: at(2) },
    { EventType: 12, Timestamp: at(7) },
    { EventType: 11, TimerId: 2, Timestamp: at(7) },
    { EventType: 4, EventId: 3, Name: "readArm", Timestamp: at(7) },
    { EventType: 12, Timestamp: at(9) },
    { EventType: 5, TaskScheduledId: 3, Timestamp: at(8) },
  ];
  expect(roundsOf({ history })).toEqual({
    rounds: [
      { order: "at once", beganAtMs: Date.parse(at(0)), endedAtMs: Date.parse(at(1)) },
      { order: "at once", beganAtMs: Date.parse(at(7)), endedAtMs: Date.parse(at(8)) },
    ],
    waitsMs: 5_000,
  });
});
