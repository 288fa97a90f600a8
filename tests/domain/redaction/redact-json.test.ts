import { expect, test } from "vitest";
import { redactJson } from "../../../domain/redaction/redact-json.ts";
import { createPlanter } from "./planted-secrets.ts";

const planter = createPlanter(11);
const password = planter.password();
const key88 = planter.key88();
const hex = planter.hex32();
const gone = (secret: string, what = "") =>
  `[redacted ${what === "" ? "" : `${what} `}${secret.length} chars]`;

test("a container app's variables and secrets lose their values and keep their names", () => {
  const app = {
    properties: {
      configuration: {
        secrets: [
          { name: "db", value: password },
          { name: "mail", keyVaultUrl: "https://kv-a.vault.azure.net/secrets/mail", identity: "system" },
        ],
      },
      template: {
        containers: [
          {
            env: [
              { name: "DB_PASSWORD", value: password },
              { name: "DB_HOST", value: "pg-a.postgres.database.azure.com" },
              { name: "CONNECTION", value: `Server=s;User ID=app;Password=${password};Encrypt=True` },
              { name: "MAIL", secretRef: "mail" },
            ],
          },
        ],
      },
    },
  };
  expect(redactJson(app)).toEqual({
    properties: {
      configuration: {
        secrets: [
          { name: "db", value: gone(password) },
          { name: "mail", keyVaultUrl: "https://kv-a.vault.azure.net/secrets/mail", identity: "system" },
        ],
      },
      template: {
        containers: [
          {
            env: [
              { name: "DB_PASSWORD", value: gone(password) },
              { name: "DB_HOST", value: "pg-a.postgres.database.azure.com" },
              { name: "CONNECTION", value: `Server=s;User ID=app;Password=${gone(password)};Encrypt=True` },
              { name: "MAIL", secretRef: "mail" },
            ],
          },
        ],
      },
    },
  });
});

test("secure parameters of a deployment are hidden by type and by name", () => {
  const parameters = {
    adminPassword: { type: "SecureString", value: "letmein" },
    seed: { type: "securestring", value: "plain" },
    settings: { type: "SecureObject", value: { a: "one", b: ["two"] } },
    sqlPassword: { value: password },
    sku: { type: "String", value: "S1" },
  };
  expect(redactJson(parameters)).toEqual({
    adminPassword: { type: "SecureString", value: "[redacted 7 chars]" },
    seed: { type: "securestring", value: "[redacted 5 chars]" },
    settings: { type: "SecureObject", value: { a: "[redacted 3 chars]", b: ["[redacted 3 chars]"] } },
    sqlPassword: { value: gone(password) },
    sku: { type: "String", value: "S1" },
  });
});

test("app settings keep references and lose values", () => {
  const settings = {
    properties: {
      AzureWebJobsStorage: `DefaultEndpointsProtocol=https;AccountName=st;AccountKey=${key88}`,
      DbPassword: "@Microsoft.KeyVault(SecretUri=https://kv-a.vault.azure.net/secrets/DbPassword/)",
      Stripe__ApiKey: hex,
      WEBSITE_RUN_FROM_PACKAGE: "1",
      FUNCTIONS_EXTENSION_VERSION: "~4",
    },
    tags: {
      owner: "ops",
      "deploy-token": planter.text("abcdefABCDEF0123456789", 40),
      note: `pw: ${password}`,
    },
  };
  expect(redactJson(settings)).toEqual({
    properties: {
      AzureWebJobsStorage: `DefaultEndpointsProtocol=https;AccountName=st;AccountKey=${gone(key88, "key")}`,
      DbPassword: "@Microsoft.KeyVault(SecretUri=https://kv-a.vault.azure.net/secrets/DbPassword/)",
      Stripe__ApiKey: gone(hex),
      WEBSITE_RUN_FROM_PACKAGE: "1",
      FUNCTIONS_EXTENSION_VERSION: "~4",
    },
    tags: { owner: "ops", "deploy-token": "[redacted 40 chars]", note: `pw: ${gone(password)}` },
  });
});

test("what only sounds secret stays", () => {
  const vault = {
    accessPolicies: [{ permissions: { secrets: ["get", "list"], keys: ["sign"] } }],
    passwordCredentials: [
      { keyId: planter.guid(), hint: "a1b", secretText: null, endDateTime: "2026-01-01T00:00:00Z" },
    ],
    enableIdTokenIssuance: false,
    passwordAuth: "Enabled",
    secretName: "stripe-api",
    key: "token",
    maxOutputToken: "32768",
    tokens: 4_096,
    requestedAccessTokenVersion: null,
    publicKey: `ssh-rsa ${key88.slice(0, 40)}`,
  };
  expect(redactJson(vault)).toEqual(vault);
});

test("keys of a key list are hidden by the name of their entry", () => {
  expect(
    redactJson({
      keys: [{ keyName: "accessKey1", permissions: "FULL", value: hex }],
      passwords: [{ name: "password", value: "abc" }],
    }),
  ).toEqual({
    keys: [{ keyName: "accessKey1", permissions: "FULL", value: gone(hex) }],
    passwords: [{ name: "password", value: "[redacted 3 chars]" }],
  });
});

test("a table hides the cells of a secret column", () => {
  const table = {
    columns: [
      { name: "User", type: "string" },
      { name: "Password", type: "string" },
    ],
    rows: [
      ["app", "letmein"],
      ["api", `x password=${password}`],
    ],
  };
  expect(redactJson(table)).toEqual({
    columns: table.columns,
    rows: [
      ["app", "[redacted 7 chars]"],
      ["api", gone(`x password=${password}`)],
    ],
  });
});

test("a Kubernetes Secret loses every value", () => {
  expect(
    redactJson({ kind: "Secret", metadata: { name: "db" }, data: { host: "aGVsbG8=", user: "YQ==" } }),
  ).toEqual({
    kind: "Secret",
    metadata: { name: "db" },
    data: { host: "[redacted 8 chars]", user: "[redacted 4 chars]" },
  });
});

test("headers are hidden under their own names", () => {
  expect(
    redactJson({ authorization: `Bearer ${planter.jwt()}`, cookie: `sid=${hex}`, auth: btoa("user:pass") }),
  ).toEqual({
    authorization: "Bearer [redacted JWT 205 chars]",
    cookie: `sid=${gone(hex)}`,
    auth: `[redacted ${btoa("user:pass").length} chars]`,
  });
});

test("a number under a password's name is hidden, other scalars stay", () => {
  expect(redactJson({ password: 123_456, pin: 1, ok: true, none: null })).toEqual({
    password: "[redacted 6 chars]",
    pin: 1,
    ok: true,
    none: null,
  });
});

test("a secret inside a property name is hidden and no property is lost", () => {
  const url = (secret: string) => `https://u:${secret}@h/`;
  expect(redactJson({ [url(password)]: 1, [url(`${password.slice(0, -1)}x`)]: 2 })).toEqual({
    [url(gone(password))]: 1,
    [`${url(gone(password))}#2`]: 2,
  });
});

test("a property called __proto__ is data", () => {
  const redacted = redactJson(JSON.parse('{"__proto__":{"password":"letmein"}}'));
  expect(JSON.stringify(redacted)).toBe('{"__proto__":{"password":"[redacted 7 chars]"}}');
});

test("nesting without end is cut, not followed", () => {
  const text = `${"[".repeat(5_000)}"password=${password}"${"]".repeat(5_000)}`;
  const redacted = JSON.stringify(redactJson(JSON.parse(text)));
  expect({ leaked: redacted.includes(password), says: redacted.includes("nested too deeply") }).toEqual({
    leaked: false,
    says: true,
  });
});

test("redacting twice changes nothing more, and the input is not touched", () => {
  const input = {
    list: [
      { name: "ApiKey", value: hex },
      { name: "x", value: `pwd=${password}` },
    ],
    secrets: { one: "two", name: "three" },
    type: "SecureString",
    value: "v",
  };
  const copy = structuredClone(input);
  const once = redactJson(input);
  expect([redactJson(once), input]).toEqual([once, copy]);
});

test("what a machine starts with, and certificates with their private keys, are hidden whatever they look like", () => {
  const start = "#cloud-config runcmd";
  expect(
    redactJson({
      osProfile: {
        customData: start,
        windowsConfiguration: { additionalUnattendContent: [{ settingName: "AutoLogon", content: "x y z" }] },
      },
      userData: start,
      pfxBlob: "MII one",
      certificateValue: [1, "MII two"],
    }),
  ).toEqual({
    osProfile: {
      customData: gone(start),
      windowsConfiguration: {
        additionalUnattendContent: [{ settingName: gone("AutoLogon"), content: gone("x y z") }],
      },
    },
    userData: gone(start),
    pfxBlob: gone("MII one"),
    certificateValue: [1, gone("MII two")],
  });
});
