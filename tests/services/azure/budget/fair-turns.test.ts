import { expect, it } from "vitest";
import { compareTurns, FairTurns, type Turn } from "../../../../services/azure/budget/fair-turns.ts";

const at = (number: number): Turn => ({ number, arrival: 0 });
const numbers = (...turns: Turn[]) => turns.map(({ number }) => number);

it("a diagnosis gets one turn after the other", () => {
  const turns = new FairTurns();
  expect([turns.take("dx-a"), turns.take("dx-a")]).toEqual([
    { number: 0, arrival: 1 },
    { number: 1, arrival: 2 },
  ]);
});

it("another's first turn is the one that is on, not one after all that were given", () => {
  const turns = new FairTurns();
  for (let read = 0; read < 40; read += 1) turns.take("dx-a");
  turns.reached(at(3));
  expect(numbers(turns.take("dx-b"), turns.take("dx-b"))).toEqual([3, 4]);
});

it("of equal turns the one that was asked for first goes first, and only that", () => {
  const turns = new FairTurns();
  const [first, second] = [turns.take("dx-a"), turns.take("dx-b")];
  expect(numbers(first, second)).toEqual([0, 0]);
  expect([compareTurns(first, second) < 0, compareTurns(second, first) < 0]).toEqual([true, false]);
});

it("nobody saves up turns by having been idle", () => {
  const turns = new FairTurns();
  turns.take("dx-a");
  turns.reached(at(500));
  expect(numbers(turns.take("dx-a"))).toEqual([500]);
});

it("turns do not go back when a late read of an early turn leaves", () => {
  const turns = new FairTurns();
  turns.reached(at(9));
  turns.reached(at(2));
  expect(numbers(turns.take("dx-a"))).toEqual([9]);
});

it("a diagnosis with turns ahead keeps them among hundreds of others", () => {
  const turns = new FairTurns();
  for (let read = 0; read < 5; read += 1) turns.take("dx-a");
  for (let other = 0; other < 600; other += 1) turns.take(`dx-${other}`);
  turns.reached(at(1));
  turns.take("dx-last");
  expect(numbers(turns.take("dx-a"))).toEqual([5]);
});
