import type { Drive } from "../scenario.ts";

interface Started {
  id?: string;
}

/** Lifecycle operations, queries and their refusals. */
export const managementScenarios: Record<string, Drive> = {
  async suspendResume(s) {
    await s.start("event");
    await s.until(["Running"]);
    await s.operation("resume?reason=not+suspended");
    await s.operation("suspend?reason=pause+here");
    s.note(await s.until(["Suspended"]));
    await s.status();
    await s.operation("suspend?reason=again");
    await s.raise("go", "while suspended");
    await s.untilHistory("EventRaised");
    await s.status();
    await s.operation("resume?reason=go+on");
    s.note(await s.done());
    await s.operation("suspend");
    await s.operation("resume");
  },
  async suspendThenTerminate(s) {
    await s.start("event");
    await s.until(["Running"]);
    await s.operation("suspend?reason=x");
    await s.until(["Suspended"]);
    await s.operation("terminate?reason=while+suspended");
    s.note(await s.done());
  },
  async terminate(s) {
    await s.start("slowSteps");
    await s.until(["Running"]);
    await s.operation("terminate?reason=stop+%22now%22");
    s.note(await s.done());
    await s.operation("terminate?reason=again");
    await s.raise("go", 1);
    await s.untilActivitiesEnded();
  },
  async terminateNoReason(s) {
    await s.start("event");
    await s.until(["Running"]);
    await s.operation("terminate");
    s.note(await s.done());
  },
  async terminateParent(s) {
    await s.start("parentAbandonsChild");
    await s.untilHistory("TaskCompleted");
    await s.operation("terminate?reason=parent");
    s.note(await s.done());
    const { body } = await s.call("GET", `instances/${s.id()}?showHistory=true`, { isQuiet: true });
    const { historyEvents } = body as { historyEvents: { InstanceId?: string }[] };
    for (const { InstanceId } of historyEvents) if (InstanceId) await s.untilInstance(InstanceId);
  },
  async rewind(s) {
    await s.start("fixedByRewind");
    s.note(await s.done());
    await s.status("?showHistory=true&showHistoryOutput=true");
    await s.operation("rewind?reason=fixed");
    s.note(await s.until(["Completed"]));
    await s.operation("rewind?reason=again");
  },
  async rewindRunning(s) {
    await s.operation("rewind?reason=unknown");
    await s.start("event");
    await s.until(["Running"]);
    await s.operation("rewind?reason=running");
    await s.operation("terminate");
    await s.done();
    await s.operation("rewind?reason=terminated");
  },
  async rewindParent(s) {
    await s.start("parentFixedByRewind");
    s.note(await s.done());
    await s.operation("rewind?reason=fixed");
    s.note(await s.until(["Completed"]));
  },
  async rewindThrows(s) {
    await s.start("throwsAfterActivity");
    s.note(await s.done());
    await s.operation("rewind?reason=not+an+activity+failure");
    await s.untilHistory("GenericEvent", 2);
    await s.until(["Failed"]);
    await s.status("?showHistory=true");
  },
  async restart(s) {
    await s.start("sequence", ["r"]);
    await s.done();
    const first = (await s.operation("restart?restartWithNewInstanceId=true")).body as Started;
    if (first.id) s.instances.push(first.id);
    await s.operation("restart?restartWithNewInstanceId=false");
    await s.done();
    await s.status();
    const second = (await s.operation("restart")).body as Started;
    if (second.id) s.instances.push(second.id);
    for (const id of s.instances) await s.untilInstance(id);
  },
  async restartRunning(s) {
    await s.call("POST", "instances/no-such-instance/restart");
    await s.start("event");
    await s.until(["Running"]);
    await s.operation("restart?restartWithNewInstanceId=false");
    const { id } = (await s.operation("restart?restartWithNewInstanceId=true")).body as Started;
    if (id) s.instances.push(id);
    await s.untilInstance(id ?? "", ["Running"]);
    await s.operation("terminate");
    await s.done();
    await s.call("POST", `instances/${id}/terminate`);
    await s.untilInstance(id ?? "");
  },
  async existingId(s) {
    await s.start("event");
    await s.start("event");
    await s.until(["Running"]);
    await s.start("event");
    await s.start("noYield");
    await s.operation("suspend");
    await s.until(["Suspended"]);
    await s.start("event");
    await s.operation("resume");
    await s.until(["Running"]);
    await s.raise("go", 1);
    s.note(await s.done());
    await s.start("noYield");
    s.note(await s.done());
  },
  async concurrentStarts(s) {
    const path = `orchestrators/sequence/${s.id()}`;
    const starts = Array.from({ length: 8 }, (_, index) => ({ body: [`start ${index}`], isQuiet: true }));
    const answers = await Promise.all(starts.map((options) => s.call("POST", path, options)));
    s.instances.push(s.id());
    s.http.push({ statuses: answers.map(({ status }) => status).toSorted((a, b) => a - b) });
    s.note(await s.done());
  },
  async ids(s) {
    const long = (length: number) => `g-${"i".repeat(length)}`;
    const odd = ["g-ids ok", "g-ids:1", "g-ids.ü日", "@g-ids@x", "g-ids/x", "g-ids\\x", "g-ids#x", "g-ids?x"];
    const control = ["g-ids\tx", "g-ids\u0001x"];
    for (const id of [...odd, ...control, long(98), long(99), long(254), long(255), "G-IDS:1"]) {
      const { status } = await s.call("POST", `orchestrators/noYield/${encodeURIComponent(id)}`);
      if (status !== 202) continue;
      await s.untilInstance(id);
      await s.call("GET", `instances/${encodeURIComponent(id)}`);
    }
  },
};
