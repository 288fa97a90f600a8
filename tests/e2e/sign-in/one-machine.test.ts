import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { openStores } from "../../../services/stores/open-stores.ts";
import { Browser } from "../../simulator/entra/support/browser.ts";
import { cleanEnvironment, projectRoot, scenarioFolder } from "../support/azebal-process.ts";
import { hubsIn } from "../support/stored-diagnoses.ts";
import { bytesBelow } from "../support/stored-text.ts";
import { type EntraWorld, openEntraWorld } from "./support/entra-world.ts";
import { Person } from "./support/person.ts";
import { type IdeWindow, openWindow } from "./support/window.ts";

const request = JSON.parse(
  readFileSync(join(scenarioFolder("first-look"), "request.json"), "utf8"),
) as Record<string, unknown>;

async function open() {
  const world = await openEntraWorld({ isPublic: true });
  return { world, person: new Person(world, world.users[0]!), window: await openWindow(world) };
}

/** Begins in the window, and ends in the browser once the call has given up waiting. */
async function signIn(window: IdeWindow, person: Person): Promise<void> {
  const begun = await window.call("login", { wait_seconds: 0 });
  expect(begun.data["status"]).toBe("sign_in_started");
  expect((await person.signIn(String(begun.data["url"]))).status).toBe(200);
}

const hubOf = ({ env }: EntraWorld) => hubsIn(env["AZEBAL_DATA_DIR"]!)[0]!;

test("whoever is not signed in is told to call login, and nothing is started", async () => {
  const { window } = await open();
  for (const [tool, input] of [
    ["debug_error", request],
    ["list_diagnoses", {}],
    ["whoami", {}],
    ["logout", {}],
  ] as const) {
    const said = await window.call(tool, input);
    expect([said.isError, said.text]).toEqual([
      true,
      expect.stringContaining("Nobody is signed in. Call the login tool") as string,
    ]);
  }
});

test("login waits for the person, and says who signed in", async () => {
  const { person, window, world } = await open();
  const seen = Promise.withResolvers<string>();
  const opener = await openWindow(world, async (url) => {
    seen.resolve(url);
    return "accept";
  });
  const [said, page] = await Promise.all([
    opener.call("login", { wait_seconds: 60 }),
    seen.promise.then((url) => person.signIn(url)),
  ]);
  expect([page.status, said.data]).toEqual([
    200,
    { status: "signed_in", user: person.name, message: `Signed in as ${person.name}.` },
  ]);
  expect((await window.call("whoami")).data).toMatchObject({ user: person.name, signed_in_by: "entra" });
});

test("a link that the client did not open is told all the same", async () => {
  const { world } = await open();
  const refusing = await openWindow(world, async () => "decline");
  const said = await refusing.call("login", { wait_seconds: 0 });
  expect(said.text).toContain(String(said.data["url"]));
  expect(said.data["url"]).toMatch(/^http:\/\/localhost:\d+\/auth\/sign-in\?request=/u);
});

test("a sign-in that ends after the call gave up counts, in every window, and after a restart", async () => {
  const { person, window, world } = await open();
  const second = await openWindow(world);
  await signIn(window, person);
  expect((await window.call("whoami")).data["user"]).toBe(person.name);
  expect((await second.call("whoami")).data["user"]).toBe(person.name);
  expect((await second.call("login")).data).toMatchObject({ status: "signed_in", user: person.name });
  await Promise.all([window.close(), second.close()]);
  const later = await openWindow(world);
  expect((await later.call("whoami")).data["user"]).toBe(person.name);
});

test("a sign-in by device code counts without another call", async () => {
  const { person, window, world } = await open();
  const begun = await window.call("login", { method: "device_code", wait_seconds: 0 });
  expect(begun.data).toMatchObject({ status: "sign_in_started", user_code: expect.any(String) as string });
  const browser = new Browser(world.entra.origin);
  const typed = { user_code: String(begun.data["user_code"]) };
  const users = await browser.press(await browser.open(String(begun.data["url"])), "next", typed);
  await browser.press(users, "sign-in", { user: person.name });
  let who = await window.call("whoami");
  while (who.isError) who = await window.call("whoami");
  expect(who.data["user"]).toBe(person.name);
});

test("who declines a device code is not signed in, and the next code is another", async () => {
  const { window, world } = await open();
  const begun = await window.call("login", { method: "device_code", wait_seconds: 0 });
  const browser = new Browser(world.entra.origin);
  const typed = { user_code: String(begun.data["user_code"]) };
  const users = await browser.press(await browser.open(String(begun.data["url"])), "next", typed);
  await browser.press(users, "cancel");
  const again = await window.call("login", { method: "device_code", wait_seconds: 0 });
  expect(again.data["user_code"]).not.toBe(begun.data["user_code"]);
  expect((await window.call("whoami")).isError).toBe(true);
});

test("where the last page did not load, its address is handed in", async () => {
  const { person, window } = await open();
  const begun = await window.call("login", { wait_seconds: 0 });
  const address = await person.untilCallback(String(begun.data["url"]));
  expect((await window.call("login", { returned: "http://localhost/auth/callback" })).text).toContain(
    "Send the whole address",
  );
  expect((await window.call("login", { returned: ` ${address}\n` })).data).toMatchObject({
    status: "signed_in",
    user: person.name,
  });
  expect(await window.call("login", { returned: address })).toMatchObject({
    isError: true,
    text: expect.stringContaining("no longer good") as string,
  });
});

test("an address that came to another window is not taken", async () => {
  const { person, window, world } = await open();
  const begun = await window.call("login", { wait_seconds: 0 });
  const address = await person.untilCallback(String(begun.data["url"]));
  const other = await openWindow(world);
  expect((await other.call("login", { returned: address })).isError).toBe(true);
  expect((await other.call("whoami")).isError).toBe(true);
});

test("who cancels at Microsoft is not signed in, and the same link signs in afterwards", async () => {
  const { person, window } = await open();
  const url = String((await window.call("login", { wait_seconds: 0 })).data["url"]);
  const declined = await person.cancel(url);
  expect([declined.status, declined.text.includes("You did not sign in")]).toEqual([403, true]);
  expect((await window.call("whoami")).isError).toBe(true);
  expect((await person.signIn(url)).status).toBe(200);
  expect((await window.call("whoami")).data["user"]).toBe(person.name);
});

test("signing out wipes the tokens, sealed or not, from every file, and every window notices", async () => {
  const { person, window, world } = await open();
  const second = await openWindow(world);
  await signIn(window, person);
  await signInAgain(window, person);
  expect((await second.call("whoami")).data["user"]).toBe(person.name);
  const hub = hubOf(world);
  const secrets = await secretsIn(hub);
  const found = () =>
    Object.entries(bytesBelow(world.env["AZEBAL_DATA_DIR"]!)).flatMap(([path, bytes]) =>
      Object.entries(secrets).flatMap(([name, secret]) =>
        bytes.includes(secret) ? [`${name} in ${path}`] : [],
      ),
    );
  // The search finds what is there: the sealed tokens and the session's ID, and never a token as it is.
  expect(new Set(found().map((place) => place.split(" ")[0]))).toEqual(
    new Set(["sealed_access", "sealed_refresh", "session"]),
  );
  expect((await window.call("logout")).data["ended"]).toBe(1);
  expect(found()).toEqual([]);
  expect((await second.call("whoami")).isError).toBe(true);
  expect((await window.call("whoami")).isError).toBe(true);
});

/** Signs in anew although signed in: the sign-in of before must not be left behind. */
async function signInAgain(window: IdeWindow, person: Person): Promise<void> {
  const begun = await window.call("login", { again: true, wait_seconds: 0 });
  expect((await person.signIn(String(begun.data["url"]))).status).toBe(200);
}

/** The tokens of the hub's one session, in the clear and as they are stored. */
async function secretsIn(hub: string): Promise<Record<string, string>> {
  const database = new DatabaseSync(join(hub, "azebal.sqlite"), { readOnly: true });
  const rows = database
    .prepare(
      "SELECT session_id, ms_access_token, ms_refresh_token FROM user_sessions WHERE credential = 'entra'",
    )
    .all();
  database.close();
  expect(rows.length).toBe(1);
  const [row] = rows;
  const stores = openStores({ directory: hub });
  const session = await stores.sessions.get(String(row?.["session_id"]));
  await stores.close();
  if (session?.credential !== "entra") throw new Error("There is no sign-in.");
  return {
    access: session.tokens.accessToken,
    refresh: session.tokens.refreshToken ?? "",
    // Long values are stored over several pages: their beginning is enough to find them.
    sealed_access: String(row?.["ms_access_token"]).slice(0, 120),
    sealed_refresh: String(row?.["ms_refresh_token"]).slice(0, 120),
    session: session.sessionId,
  };
}

test("who signs in on this machine by the command takes the place of who was signed in, whose tokens go", async () => {
  const { person, window, world } = await open();
  await signIn(window, person);
  const other = new Person(world, world.users[1]!);
  const command = spawn(process.execPath, [join(projectRoot, "bin", "azebal.js"), "login"], {
    env: cleanEnvironment(world.env),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(command, "close");
  let said = "";
  for await (const part of command.stdout.setEncoding("utf8")) {
    said += String(part);
    const link = /http:\/\/localhost:\d+\/auth\/sign-in\?\S+(?=\s)/u.exec(said)?.[0];
    if (link !== undefined && !said.includes("Signed in")) await other.signIn(link);
  }
  expect([await ended, said.includes(`Signed in as ${other.name}`)]).toEqual([[0, null], true]);
  expect((await window.call("whoami")).data["user"]).toBe(other.name);
  await secretsIn(hubOf(world));
});

test("a diagnosis that lost its sign-in goes on as soon as the person has signed in again", async () => {
  const { person, window, world } = await open();
  await signIn(window, person);
  world.entra.revoke(person.name);
  const paused = await window.call("debug_error", { ...request, wait_seconds: 60 });
  expect(paused.data).toMatchObject({ status: "input_required", failure: { code: "SignInRequired" } });
  await signIn(window, person);
  const input = { diagnosis_id: paused.data["diagnosis_id"], wait_seconds: 60 };
  let found = await window.call("get_diagnosis", input);
  while (found.data["status"] !== "completed") found = await window.call("get_diagnosis", input);
  expect(found.data).toMatchObject({ report: { root_cause: { confidence: "proven" } } });
});
