import { type Drive, run } from "../scenario.ts";

/** How inputs, outputs and the instance's own data cross the protocol. */
export const valueScenarios: Record<string, Drive> = {
  noYield: run("noYield"),
  returnsNothing: run("returnsNothing"),
  sequence: run("sequence", ["a", "b", "c"]),
  activityInputs: run("activityInputs"),
  activityOutputs: run("activityOutputs"),
  identity: run("identity", null),
  unicode: run("sequence", ["ünï", "日本語", "😀\u0000\u2028", '"\\/\b']),
  large70K: run("large", { size: 70_000 }),
  async largeInput(s) {
    await s.start("returnsInput", "i".repeat(200_000));
    s.note(await s.done());
    await s.status();
  },
  inputTimestamp: run("returnsInput", {
    Timestamp: "2020-01-02T03:04:05Z",
    nested: { Timestamp: "not a date" },
    at: "2020-01-02T03:04:05Z",
  }),
  inputDates: run("returnsInput", { at: "2020-01-02T03:04:05.1230000+02:00", n: 12345678901234567000, f: 1 }),
  inputNone: run("returnsInput"),
  inputEmptyString: run("returnsInput", ""),
  inputNull: run("returnsInput", null),
  async inputInvalid(s) {
    await s.start("returnsInput", undefined, { raw: "{oops" });
    await s.start("returnsInput", undefined, { raw: "plain", type: "text/plain", part: "-text" });
  },
};
