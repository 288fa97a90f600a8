import type { Drive } from "../scenario.ts";

const stays = 300;

/** Starts, events, queries and purges: what is accepted and what is refused. */
export const requestScenarios: Record<string, Drive> = {
  async startErrors(s) {
    await s.call("POST", "orchestrators/doesNotExist/g-startErrors-1", { body: 1 });
    await s.call("POST", "orchestrators/echo/g-startErrors-2", { body: 1 });
    for (const id of ["g-startErrors-1", "g-startErrors-2"]) await s.untilInstance(id);
    await s.call("GET", "instances/g-startErrors-1");
    await s.call("GET", "instances/g-startErrors-2");
    await s.call("GET", "orchestrators/noYield");
    await s.call("POST", "orchestrators/NOYIELD/g-startErrors-3");
    await s.untilInstance("g-startErrors-3");
    await s.call("GET", "instances/g-startErrors-3");
    await s.call("POST", "orchestrators/noYield/g-startErrors-4?timeout=8&pollingInterval=1");
    await s.call("POST", "orchestrators/event/g-startErrors-5?timeout=2&pollingInterval=1");
    await s.call("POST", "orchestrators/throws/g-startErrors-6?timeout=8&pollingInterval=1", { body: "x" });
    await s.call("POST", "instances/g-startErrors-5/terminate");
  },
  async raiseErrors(s) {
    await s.start("event");
    await s.until(["Running"]);
    const to = `instances/${s.id()}/raiseEvent/`;
    await s.call("POST", `${to}x`, { raw: "{oops" });
    await s.call("POST", `${to}x`, { raw: "1", type: "text/plain" });
    await s.call("POST", `${to}x`, { raw: "" });
    await s.call("POST", `${to}x`);
    await s.call("POST", to, { body: 1 });
    await s.call("GET", `${to}x`);
    await s.call("POST", "instances/no-such-instance/raiseEvent/x", { body: 1 });
    await s.call("POST", `${to}go`, { raw: "" });
    s.note(await s.done(stays));
    await s.raise("go", "end");
    s.note(await s.done());
  },
  async statusErrors(s) {
    await s.call("GET", "instances/no-such-instance");
    for (const operation of ["terminate", "suspend", "resume", "rewind", "restart"])
      await s.call("POST", `instances/no-such-instance/${operation}`);
    await s.start("throws", "for the status code");
    await s.done();
    await s.status("?returnInternalServerErrorOnFailure=true");
    await s.status("?showInput=false");
    await s.status("?showHistory=true");
    await s.status("?showHistory=true&showHistoryOutput=true");
  },
  async purge(s) {
    await s.call("DELETE", "instances/no-such-instance");
    await s.start("event");
    await s.until(["Running"]);
    await s.call("DELETE", `instances/${s.id()}`);
    await s.raise("go", 1);
    await s.done();
    await s.call("DELETE", `instances/${s.id()}`);
    await s.status();
    await s.call("DELETE", "instances/");
    const range = "createdTimeFrom=2000-01-01T00:00:00Z&createdTimeTo=2000-01-02T00:00:00Z";
    await s.call("DELETE", `instances/?${range}`);
  },
  async purgeParent(s) {
    await s.start("parent");
    await s.done();
    await s.call("DELETE", `instances/${s.id()}`);
    await s.call("GET", `instances/${s.id("-child")}`);
  },
  async query(s) {
    for (let index = 0; index < 5; index++)
      await s.start(index < 4 ? "noYield" : "throws", index, { part: `-${index}` });
    for (let index = 0; index < 5; index++) await s.done(20_000, `-${index}`);
    const query = `instances/?instanceIdPrefix=${encodeURIComponent(s.id())}`;
    await s.call("GET", query);
    await s.call("GET", `${query}&showInput=true`);
    await s.call("GET", `${query}&runtimeStatus=Failed,Running`);
    await s.call("GET", `${query}&runtimeStatus=Nonsense`);
    let token: string | null = null;
    do {
      const headers: Record<string, string> = token ? { "x-ms-continuation-token": token } : {};
      const page = await s.call("GET", `${query}&top=2`, { headers });
      token = page.headers.get("x-ms-continuation-token");
    } while (token);
    await s.call("GET", `${query}&createdTimeFrom=2100-01-01T00:00:00Z`);
    await s.call("GET", "instances?instanceIdPrefix=no-such-prefix");
  },
};
