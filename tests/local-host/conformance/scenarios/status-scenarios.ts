import { setTimeout as after } from "node:timers/promises";
import { type Drive, run } from "../scenario.ts";

interface Seen {
  runtimeStatus: string;
  customStatus: unknown;
}

/** Custom status and versions. */
export const statusScenarios: Record<string, Drive> = {
  async customStatus(s) {
    await s.start("customStatus");
    let last = "";
    for (;;) {
      const { body } = await s.call("GET", `instances/${s.id()}`, { isQuiet: true });
      const { runtimeStatus, customStatus } = body as Seen;
      const now = JSON.stringify({ runtimeStatus, customStatus });
      if (now !== last) s.http.push({ statusSeen: { runtimeStatus, customStatus } });
      last = now;
      if (runtimeStatus === "Completed") return;
      await after(20);
    }
  },
  customStatusNull: run("customStatusNull"),
  async customStatusSize(s) {
    for (const size of [8000, 8190, 8191, 16000, 17000]) {
      await s.start("customStatusSize", size, { part: `-${size}` });
      s.note(`${size}: ${await s.done(20_000, `-${size}`)}`);
    }
  },
  async versionNewer(s) {
    await s.start("identity", null, { query: "?version=2.1" });
    s.note(await s.done());
    await s.status();
    await s.operation("terminate?reason=never+picked+up");
    s.note(await s.done());
  },
  async versions(s) {
    await s.start("versions", null, { query: "?version=1.1" });
    s.note(await s.done());
    await s.status();
    await s.start("versions", null, { part: "-default" });
    s.note(await s.done(20_000, "-default"));
  },
};
