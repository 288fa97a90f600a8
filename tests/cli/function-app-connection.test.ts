import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FunctionAppConnection } from "../../cli/owner/function-app-connection.ts";
import { socketPathOf } from "../../cli/owner/socket-path.ts";

let hubDirectory: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  hubDirectory = mkdtempSync(join(tmpdir(), "azebal-hub-"));
});

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
  }
  rmSync(hubDirectory, { recursive: true, force: true });
});

/** A connection whose function app answers with a name and what it was sent. */
function connection(name: string, started: string[] = []): FunctionAppConnection {
  return new FunctionAppConnection({
    hubDirectory,
    run: async () => {
      started.push(name);
      return {
        fetch: async (request) =>
          Response.json({
            name,
            method: request.method,
            path: new URL(request.url).pathname,
            body: await request.text(),
          }),
        stop: async () => {},
      };
    },
  });
}

const post = (body: string) =>
  new Request("http://function-app.local/api/diagnoses", { method: "POST", body });
const answered = async (target: FunctionAppConnection, body: string) =>
  await (await target.send(post(body))).json();

/** The same owner in a process of its own, so that it can be killed. */
async function ownerProcess(name: string): Promise<ChildProcess> {
  const script = `
    import { FunctionAppConnection } from ${JSON.stringify(new URL("../../cli/owner/function-app-connection.ts", import.meta.url).href)};
    const app = new FunctionAppConnection({
      hubDirectory: ${JSON.stringify(hubDirectory)},
      run: async () => ({ fetch: async () => Response.json({ name: ${JSON.stringify(name)} }), stop: async () => {} }),
    });
    await app.warm();
    console.log("owner");
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout! });
  await once(lines, "line");
  return child;
}

test("the first connection owns the hub and answers in process", async () => {
  const first = connection("first");
  expect(await answered(first, "x")).toEqual({
    name: "first",
    method: "POST",
    path: "/api/diagnoses",
    body: "x",
  });
  await first.close();
});

test("a second connection reaches the owner over its socket and starts no function app", async () => {
  const started: string[] = [];
  const first = connection("first", started);
  const second = connection("second", started);
  await first.warm();
  expect(await answered(second, "안녕")).toEqual({
    name: "first",
    method: "POST",
    path: "/api/diagnoses",
    body: "안녕",
  });
  expect(started).toEqual(["first"]);
  await second.close();
  await first.close();
});

test("the owner's socket is for this user alone", async () => {
  const first = connection("first");
  await first.warm();
  expect(statSync(socketPathOf(hubDirectory)).mode & 0o777).toBe(0o600);
  await first.close();
});

test("after the owner is killed, the next request makes its sender the owner", async () => {
  const owner = await ownerProcess("killed");
  const survivor = connection("survivor");
  expect(await (await survivor.send(post("a"))).json()).toEqual({ name: "killed" });
  owner.kill("SIGKILL");
  await once(owner, "exit");
  expect(await answered(survivor, "b")).toMatchObject({ name: "survivor", body: "b" });
  await survivor.close();
});

test("a function app that does not start leaves the hub free for the next try", async () => {
  let broken = true;
  const first = new FunctionAppConnection({
    hubDirectory,
    run: async () => {
      if (broken) throw new TypeError("cannot start");
      return { fetch: async () => Response.json({ name: "mended" }), stop: async () => {} };
    },
  });
  await expect(first.send(post("a"))).rejects.toThrow("cannot start");
  broken = false;
  expect(await (await first.send(post("a"))).json()).toEqual({ name: "mended" });
  await first.close();
});

test("a hub in a very deep folder still gets a socket that fits", () => {
  expect(Buffer.byteLength(socketPathOf(`/${"deep/".repeat(60)}hub`))).toBeLessThanOrEqual(100);
});
