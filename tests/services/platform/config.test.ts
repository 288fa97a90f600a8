import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { InvalidConfigurationError, readConfig } from "../../../services/platform/config.ts";

const simulator = {
  AZEBAL_ARM_ENDPOINT: "http://127.0.0.1:4510",
  AZEBAL_GRAPH_ENDPOINT: "http://127.0.0.1:4510/",
  AZEBAL_LOGS_ENDPOINT: "http://localhost:4510",
};
const keys = JSON.stringify({
  keys: [{ kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" }],
});

function problemsOf(env: Record<string, string>): [string, string][] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidConfigurationError)) throw error;
    return error.problems.map(({ variable, found }) => [variable, found]);
  }
}

describe("the configuration", () => {
  it("of an empty environment is safe with no cloud at all", () => {
    const dataDirectory = join(homedir(), ".azebal");
    expect(readConfig({})).toEqual({
      dataDirectory,
      hubDirectory: join(dataDirectory, "hubs", "public"),
      cloud: "public",
      azure: {
        arm: { endpoint: "https://management.azure.com", audience: "https://management.azure.com" },
        graph: { endpoint: "https://graph.microsoft.com", audience: "https://graph.microsoft.com" },
        logs: { endpoint: "https://api.loganalytics.azure.com", audience: "https://api.loganalytics.io" },
        authorityHost: "https://login.microsoftonline.com",
      },
      httpPort: 7341,
      logLevel: "info",
      diagnosisMinutes: 15,
      signInMinutes: 30,
      azureRequestSeconds: 30,
      unknownVariables: [],
    });
  });

  it("takes every variable", () => {
    expect(
      readConfig({
        ...simulator,
        AZEBAL_DATA_DIR: "/var/lib/azebal",
        AZEBAL_HUB_DIR: "hubs/here",
        AZEBAL_TOKEN_URL: "http://127.0.0.1:4510/simulator/token",
        AZEBAL_TENANT_ID: "c9ecf777-3723-46b7-b162-9ac149673713",
        AZEBAL_HTTP_PORT: "0",
        AZEBAL_LOG_LEVEL: "debug",
        AZEBAL_BUILD_ID: "build-7.1",
        AZEBAL_ASSERTION_JWKS: keys,
        AZEBAL_FUNCTION_APP_URL: "https://azebal.azurewebsites.net",
        AZEBAL_REDIS_URL: "rediss://cache.example.com:10000",
        AZEBAL_POSTGRES_URL: "postgres://azebal@db.example.com/azebal",
        AZEBAL_EVIDENCE_DAYS: "30",
        AZEBAL_SESSION_KEYS_URL: "https://azebal-keys.vault.azure.net/secrets/session-keys",
        AZEBAL_PLAYBOOKS_DIR: "/etc/azebal/playbooks",
        AZEBAL_DIAGNOSIS_MINUTES: "30",
        AZEBAL_SIGN_IN_MINUTES: "0",
        AZEBAL_AZURE_REQUEST_SECONDS: "120",
        PATH: "/usr/bin",
      }),
    ).toEqual({
      dataDirectory: "/var/lib/azebal",
      hubDirectory: resolve("hubs/here"),
      cloud: "public",
      azure: {
        arm: { endpoint: "http://127.0.0.1:4510", audience: "https://management.azure.com" },
        graph: { endpoint: "http://127.0.0.1:4510", audience: "https://graph.microsoft.com" },
        logs: { endpoint: "http://localhost:4510", audience: "https://api.loganalytics.io" },
        authorityHost: "https://login.microsoftonline.com",
      },
      tokenUrl: "http://127.0.0.1:4510/simulator/token",
      tenantId: "c9ecf777-3723-46b7-b162-9ac149673713",
      httpPort: 0,
      logLevel: "debug",
      buildId: "build-7.1",
      assertionJwks: JSON.parse(keys) as unknown,
      functionAppUrl: "https://azebal.azurewebsites.net",
      redisUrl: "rediss://cache.example.com:10000",
      postgres: {
        url: "postgres://azebal@db.example.com/azebal",
        tokenAudience: "https://ossrdbms-aad.database.windows.net",
        evidenceDays: 30,
      },
      sessionKeysUrl: "https://azebal-keys.vault.azure.net/secrets/session-keys",
      playbooksDirectory: "/etc/azebal/playbooks",
      diagnosisMinutes: 30,
      signInMinutes: 0,
      azureRequestSeconds: 120,
      unknownVariables: [],
    });
  });

  it.each([
    [
      "china",
      "https://management.chinacloudapi.cn",
      "https://microsoftgraph.chinacloudapi.cn",
      "https://api.loganalytics.azure.cn",
      "https://login.chinacloudapi.cn",
    ],
    [
      "usgov",
      "https://management.usgovcloudapi.net",
      "https://graph.microsoft.us",
      "https://api.loganalytics.us",
      "https://login.microsoftonline.us",
    ],
  ])("knows the endpoints and audiences of the cloud %s", (cloud, arm, graph, logs, authorityHost) => {
    expect(readConfig({ AZEBAL_CLOUD: cloud }).azure).toEqual({
      arm: { endpoint: arm, audience: arm },
      graph: { endpoint: graph, audience: graph },
      logs: { endpoint: logs, audience: logs },
      authorityHost,
    });
  });

  it("keeps clouds apart in hubs of their own", () => {
    const env = { AZEBAL_DATA_DIR: "/d" };
    expect(
      [readConfig(env), readConfig({ ...env, AZEBAL_CLOUD: "china" })].map(
        ({ hubDirectory }) => hubDirectory,
      ),
    ).toEqual(["/d/hubs/public", "/d/hubs/china"]);
  });

  it("takes an empty or blank variable for one that is not set", () => {
    expect(readConfig({ AZEBAL_CLOUD: "", AZEBAL_HTTP_PORT: "  ", AZEBAL_DATA_DIR: "" })).toEqual(
      readConfig({}),
    );
  });

  it("names variables that it does not know, since they may be misspelt", () => {
    expect(
      readConfig({ AZEBAL_PORT: "1", AZEBAL_CLOUDS: "x", AZURE_TENANT_ID: "y" }).unknownVariables,
    ).toEqual(["AZEBAL_CLOUDS", "AZEBAL_PORT"]);
  });

  it("is frozen to its depth", () => {
    const config = readConfig({ AZEBAL_ASSERTION_JWKS: keys });
    expect(() => Object.assign(config.azure.arm, { endpoint: "https://evil.example" })).toThrow(TypeError);
    expect(() => Object.assign(config, { cloud: "china" })).toThrow(TypeError);
    expect(Object.isFrozen(config.assertionJwks?.keys[0])).toBe(true);
  });
});

describe("a wrong variable", () => {
  it.each<[string, string, string]>([
    ["AZEBAL_CLOUD", "Public", "a text of 6 characters"],
    ["AZEBAL_ARM_ENDPOINT", "http://management.azure.com", "an http address of 27 characters"],
    [
      "AZEBAL_ARM_ENDPOINT",
      "https://management.azure.com/subscriptions",
      "an https address of 42 characters",
    ],
    ["AZEBAL_ARM_ENDPOINT", "https://user:pass@management.azure.com", "an https address of 38 characters"],
    ["AZEBAL_ARM_ENDPOINT", "management.azure.com", "a text of 20 characters"],
    ["AZEBAL_GRAPH_ENDPOINT", "ftp://127.0.0.1", "a text of 15 characters"],
    ["AZEBAL_LOGS_ENDPOINT", "http://127.0.0.1.evil.example", "an http address of 29 characters"],
    ["AZEBAL_LOGS_ENDPOINT", "http://127.0.0.1@evil.example", "an http address of 29 characters"],
    ["AZEBAL_LOGS_ENDPOINT", "http://10.0.0.1", "an http address of 15 characters"],
    ["AZEBAL_TENANT_ID", "my tenant", "a text of 9 characters"],
    ["AZEBAL_HTTP_PORT", "70000", "a whole number of 5 digits"],
    ["AZEBAL_HTTP_PORT", "-1", "a negative number"],
    ["AZEBAL_HTTP_PORT", "73.41", "a number that is not whole"],
    ["AZEBAL_HTTP_PORT", "0x1F", "a text of 4 characters"],
    ["AZEBAL_LOG_LEVEL", "verbose", "a text of 7 characters"],
    ["AZEBAL_BUILD_ID", "a b", "a text of 3 characters"],
    ["AZEBAL_DIAGNOSIS_MINUTES", "0", "a whole number of 1 digit"],
    ["AZEBAL_AZURE_REQUEST_SECONDS", "0", "a whole number of 1 digit"],
    ["AZEBAL_DIAGNOSIS_MINUTES", "15m", "a text of 3 characters"],
    ["AZEBAL_DATA_DIR", "~/azebal", "a path that begins with ~"],
    ["AZEBAL_FUNCTION_APP_URL", "http://azebal.azurewebsites.net", "an http address of 31 characters"],
    ["AZEBAL_ASSERTION_JWKS", "{", "1 characters that begin like JSON"],
    ["AZEBAL_ASSERTION_JWKS", '{"keys":[]}', "11 characters that begin like JSON"],
    ["AZEBAL_ASSERTION_JWKS", keys.replace('"x"', '"d":"secret","x"'), "103 characters that begin like JSON"],
    ["AZEBAL_ASSERTION_JWKS", keys.replace("Ed25519", "X25519"), "89 characters that begin like JSON"],
  ])("is named with the shape of its value: %s=%s", (variable, value, found) => {
    expect(problemsOf({ [variable]: value })).toEqual([[variable, found]]);
  });

  it("is a path with a null character, which no folder has", () => {
    expect(problemsOf({ AZEBAL_DATA_DIR: "/a\0b" })).toEqual([
      ["AZEBAL_DATA_DIR", "a path with a null character"],
    ]);
  });

  it("never shows its value", () => {
    const secret = "hunter2-AccountKey";
    const env = Object.fromEntries(
      [
        "CLOUD",
        "ARM_ENDPOINT",
        "TENANT_ID",
        "HTTP_PORT",
        "LOG_LEVEL",
        "ASSERTION_JWKS",
        "TOKEN_URL",
        "FUNCTION_APP_URL",
        "REDIS_URL",
      ].map((name) => [`AZEBAL_${name}`, `${secret} ${name}`]),
    );
    expect(problemsOf(env).length).toBe(9);
    expect(() => readConfig(env)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining(secret) as string }),
    );
  });

  it("is reported together with all others, each with what to set", () => {
    expect(() =>
      readConfig({ AZEBAL_HTTP_PORT: "99999", AZEBAL_CLOUD: "mars", AZEBAL_LOG_LEVEL: "loud" }),
    ).toThrow(
      new InvalidConfigurationError([
        {
          variable: "AZEBAL_CLOUD",
          found: "a text of 4 characters",
          expected: "one of public, china, usgov",
        },
        {
          variable: "AZEBAL_HTTP_PORT",
          found: "a whole number of 5 digits",
          expected: "a whole number from 0 to 65535, such as 7341",
        },
        {
          variable: "AZEBAL_LOG_LEVEL",
          found: "a text of 4 characters",
          expected: "one of error, warn, info, debug",
        },
      ]),
    );
  });
});

describe("the server of the progress journal", () => {
  it.each([
    "rediss://cache.example.com:10000",
    "rediss://ada:p%2F%40%3A@cache.example.com",
    "rediss://:p%25@cache.example.com:6380/2",
    "redis://127.0.0.1:6379",
    "redis://localhost",
    "redis://[::1]:6379/0",
  ])("may be %s", (url) => {
    expect(readConfig({ AZEBAL_REDIS_URL: url }).redisUrl).toBe(url);
  });

  it.each([
    "redis://cache.example.com",
    "redis://127.0.0.1.example.com",
    "amqp://cache.example.com",
    "cache.example.com:6379",
    "rediss://",
    "rediss://:p%zz@cache.example.com",
    "rediss://:p%c3@cache.example.com",
    "rediss://:p/q@cache.example.com",
    "rediss://:p#q@cache.example.com",
    "rediss://cache.example.com/keys",
    "rediss://cache.example.com?tls=false",
    "rediss://cache.example.com:99999",
  ])("is refused where it is %s, with how to write it", (url) => {
    expect(() => readConfig({ AZEBAL_REDIS_URL: url })).toThrow(
      `The configuration cannot be used:\n- AZEBAL_REDIS_URL is a text of ${url.length} characters. Set rediss://user:password@host:port (characters other than letters, digits, - . _ ~ in the password as %XX), or redis:// for this machine (127.0.0.1).`,
    );
  });
});

describe("the simulator's token endpoint", () => {
  it("is refused while an endpoint is not on this machine", () => {
    const env = {
      ...simulator,
      AZEBAL_GRAPH_ENDPOINT: "",
      AZEBAL_TOKEN_URL: "http://127.0.0.1:4510/simulator/token",
    };
    expect(() => readConfig(env)).toThrow(
      "The configuration cannot be used:\n- AZEBAL_TOKEN_URL is set although not every endpoint is on this machine. Set AZEBAL_GRAPH_ENDPOINT to the simulator's address too, or none of them.",
    );
  });

  it.each([
    "https://tokens.example/token",
    "http://127.0.0.1:4510/token?x=1",
    "http://a:b@127.0.0.1:4510/token",
    "token",
  ])("is refused where it is %s", (url) => {
    expect(problemsOf({ ...simulator, AZEBAL_TOKEN_URL: url }).map(([variable]) => variable)).toEqual([
      "AZEBAL_TOKEN_URL",
    ]);
  });
});
