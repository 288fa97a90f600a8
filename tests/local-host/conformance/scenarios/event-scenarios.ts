import { type Drive, run } from "../scenario.ts";

/** Short, for states that must last: what has not happened by then was not going to. */
const stays = 300;

/** External events and continueAsNew. */
export const eventScenarios: Record<string, Drive> = {
  async event(s) {
    await s.start("event");
    await s.until(["Running"]);
    await s.status();
    await s.raise("go", { a: 1 });
    s.note(await s.done());
    await s.raise("go", 2);
  },
  async eventCase(s) {
    await s.start("event", "Go");
    await s.until(["Running"]);
    await s.raise("go", "lower case");
    s.note(await s.done(stays));
    await s.raise("Go", "exact case");
    s.note(await s.done());
    await s.operation("terminate?reason=stuck");
  },
  async eventValues(s) {
    const values = ["text", 5, true, null, [1], { Timestamp: "2020-01-02T03:04:05Z" }];
    for (const [index, value] of values.entries()) {
      const part = `-${index}`;
      await s.start("event", undefined, { part });
      await s.until(["Running"], 20_000, part);
      await s.raise("go", value, part);
      s.note(await s.done(20_000, part));
    }
  },
  async eventBeforeStart(s) {
    await s.raise("go", 1);
  },
  async eventsBuffered(s) {
    await s.start("eventsBuffered");
    await s.until(["Running"]);
    for (const n of [1, 2, 3]) await s.raise("e", n);
    s.note(await s.done());
  },
  async eventWaiters(s) {
    await s.start("eventWaiters");
    await s.until(["Running"]);
    for (const n of [1, 2, 3]) {
      await s.raise("e", n);
      await s.untilHistory("EventRaised", n);
    }
    s.note(await s.done());
  },
  async eventNumericName(s) {
    await s.start("eventNumericName");
    await s.until(["Running"]);
    await s.raise("0", "from the event");
    s.note(await s.done());
  },
  async eventOrTimeout(s) {
    await s.start("eventOrTimeout");
    s.note(await s.done());
    await s.start("eventOrTimeout", null, { part: "-won" });
    await s.until(["Running"], 20_000, "-won");
    await s.raise("e", "in time", "-won");
    s.note(await s.done(20_000, "-won"));
  },
  async eventLoserThenAgain(s) {
    await s.start("eventLoserThenAgain");
    await s.untilHistory("TimerFired");
    await s.raise("e", 1);
    s.note(await s.done());
    await s.raise("e", 2);
    s.note(await s.done());
  },
  countTo3: run("countTo3", 1),
  continueWithString: run("continueWithString", "start"),
  async continueDropsEvents(s) {
    await s.start("continueDropsEvents", {});
    await s.until(["Running"]);
    for (const n of [1, 2, 3]) await s.raise("e", n);
    s.note(await s.done());
  },
  async continueKeepsLateEvents(s) {
    await s.start("continueDropsEvents", {});
    await s.untilHistory("TimerCreated");
    await s.raise("e", 1);
    await s.done();
    for (const n of [2, 3]) await s.raise("e", n);
    s.note(await s.done());
  },
  async continueRepeatsEvent(s) {
    await s.start("continueRepeatsEvent", 0);
    await s.until(["Running"]);
    await s.raise("e", "once");
    s.note(await s.done());
  },
  async continueYieldsFirst(s) {
    await s.start("continueYieldsFirst", 0);
    await s.until(["Running"]);
    await s.raise("e", "once");
    s.note(await s.done());
  },
  async continueNoTimer(s) {
    await s.start("continueNoTimer", []);
    const got: number[] = [];
    for (const n of [1, 2, 3]) {
      await s.untilInput(got);
      await s.untilHistory("ExecutionStarted");
      await s.raise("e", n);
      got.push(n);
    }
    s.note(await s.done());
    await s.operation("terminate?reason=hung");
  },
  async continueCarriesStatus(s) {
    await s.start("continueCarriesStatus", 0);
    await s.done();
    await s.status();
    s.note(await s.done());
  },
};
