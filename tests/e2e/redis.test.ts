import { beforeAll, expect, test } from "vitest";
import { openStores } from "../../services/stores/open-stores.ts";
import { describeWithRedis, useRedisServer } from "../services/stores/support/redis-suite.ts";
import { runAzebal, scenarioFolder } from "./support/azebal-process.ts";
import { diagnosesIn, hubsIn } from "./support/stored-diagnoses.ts";
import { temporaryDirectory } from "./support/temporary-directory.ts";

const scenario = scenarioFolder("first-look");
const password = crypto.randomUUID();

describeWithRedis("with the progress journal on Redis", () => {
  const server = useRedisServer();
  let url: string;
  beforeAll(async () => {
    await server().admin.call(
      "ACL",
      "SETUSER",
      "ada",
      "on",
      `>${password}`,
      "~azebal:*",
      "&azebal:*",
      "+@all",
    );
    url = `redis://ada:${password}@127.0.0.1:${server().port}`;
  });

  test("a diagnosis shows its progress and ends, and no line of it is in the hub's database", async () => {
    const dataDirectory = temporaryDirectory();
    const env = { AZEBAL_DATA_DIR: dataDirectory, AZEBAL_REDIS_URL: url, AZEBAL_LOG_LEVEL: "debug" };
    const { code, stdout, stderr } = await runAzebal(["demo", "--scenario", scenario], env);
    const [hub = ""] = hubsIn(dataDirectory);
    const id = (await diagnosesIn(hub, scenario))[0]?.[0] ?? "";
    const embedded = openStores({ directory: hub });
    const inDatabase = await embedded.journal.read(id, 0, 1);
    await embedded.close();
    const shared = openStores({ directory: hub, redis: { url } });
    const lines = await shared.journal.read(id, 0, 1_000);
    await shared.close();
    expect([code, inDatabase]).toEqual([0, []]);
    expect(stdout).toContain("`keyvault.firewall-deny` · proven");
    expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, index) => index + 1));
    expect(lines.at(-1)?.message).toMatch(/^Report written: /u);
    expect(stderr).toContain(lines.at(-1)?.message);
    expect(`${stdout}${stderr}`).not.toContain(password);
  });

  test("the doctor says that it answers, or what to do where it does not, and never the password", async () => {
    const examined = async (redisUrl: string) => {
      const env = { AZEBAL_DATA_DIR: temporaryDirectory(), AZEBAL_REDIS_URL: redisUrl };
      const { code, stdout, stderr } = await runAzebal(["doctor", "--scenario", scenario], env);
      expect(`${stdout}${stderr}`).not.toContain(password);
      return [code, stdout.split("\n").find((line) => /^\S+ +journal /u.test(line))];
    };
    const host = `127.0.0.1:${server().port}`;
    expect(await examined(url)).toEqual([
      0,
      expect.stringMatching(new RegExp(`^ok +journal +Redis \\d\\S+ at ${host} answers in [\\d.]+ ms$`, "u")),
    ]);
    expect(await examined(url.replace("ada", "bob"))).toEqual([
      1,
      `MISSING  journal        Redis at ${host} refuses what AZEBAL asks (WRONGPASS). Put the user and password that it knows into AZEBAL_REDIS_URL.`,
    ]);
  });
});
