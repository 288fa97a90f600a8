import { expect, test } from "vitest";
import { run } from "../analyses/support/evaluation.ts";

test("an empty text that matches nothing is cited as the empty text that it is", () => {
  const { value, proof } = run("matches(status.reasonType, 'user')", { status: { reasonType: "" } });
  expect([value, proof]).toEqual([false, ["e5/reasonType equals "]]);
});
