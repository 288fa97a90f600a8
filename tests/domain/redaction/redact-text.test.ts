import { describe, expect, test } from "vitest";
import { redactText } from "../../../domain/redaction/redact-text.ts";
import { createPlanter } from "./planted-secrets.ts";
import { gone, secretForms } from "./secret-forms.ts";

describe("a secret is hidden and what stands around it stays", () => {
  test.each(secretForms)("%s", (_, text, expected) => {
    expect(redactText(text)).toBe(expected);
  });
});

describe("what is evidence stays as it is", () => {
  test.each([
    '"ClientSecret": "[paste secret from the Azure portal]"',
    '"ClientSecret": "[Copy the client secret added to the app from the Azure portal]"',
    "client_secret: <your-secret>",
    "Password=$(db-password);Encrypt=True",
    "Password=${DB_PASSWORD}",
    "PGPASSWORD: '${{ secrets.PG_PASSWORD }}'",
    "value: {{ .Values.dbPassword }}",
    "DbPassword=@Microsoft.KeyVault(SecretUri=https://kv-a.vault.azure.net/secrets/DbPassword/)",
    "{ name: 'DbPassword', value: '@Microsoft.KeyVault(VaultName=kv-a;SecretName=DbPassword)' }",
    "DB_PASSWORD=********",
    "Password=***;Encrypt=True",
    'password = os.environ["DB_PASSWORD"]',
    "client_secret = var.tf_client_secret",
    "storageAccountKey: st.listKeys().keys[0].value",
    'var pwd = _config["DbPassword"];\nvar cs = pwd!.Contains(";") ? pwd : cs;',
    '$"Server=sql-a.database.windows.net;User ID=app;Password={pwd}"',
    "const token: string = await credential.getToken(scope)",
    "password: must be at least 12 characters long",
    "Trace ID: afe6fd43-15b8-42c3-9608-f33b60b5e21c Correlation ID: 9d9d5a44-93ab-4ff4-9d0a-4bd2a4a1c001",
    "clientSecret: 0f3a1c11-3d4e-4a6b-9d2e-000000000001",
    "PublicKeyToken=b03f5f7f11d50a3a",
    "existingSecret: sentry-pg",
    "secretName: stripe-webhook",
    "SharedAccessKeyName=RootManageSharedAccessKey",
    "PWD=/home/site/wwwroot",
    "image@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "commit 8f14e45fceea167a5a36dedd4bea2543b3f5c1aa",
    "/subscriptions/0f3a1c11-3d4e-4a6b-9d2e-000000000001/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv-a",
    "2026-10-14T08:59:07.1128834Z ##[error] 10.4.0.17 refused, AADSTS7000215, 0x80131904",
    'WWW-Authenticate: Bearer authorization_uri="https://login.windows.net/t", error="invalid_token"',
    "Operation returned an invalid status code 'Forbidden'; request id 0HMVD8KQ1J2P3:00000001",
    "partition key: order_2026_000123a",
    "maxOutputToken: 32768, x-ms-version: 2024-11-04, ETag: 0x8DC5A1B2C3D4E5F",
    '["password", "username"]',
    "비밀번호: <여기에 비밀번호>",
    "🔑 key: 🔐",
  ])("%s", (text) => {
    expect(redactText(text)).toBe(text);
  });

  test("a digest that is named as one stays", () => {
    const planter = createPlanter(7);
    const texts = [`integrity sha512-${planter.key88()}`, `x-ms-content-sha256: ${planter.key44()}`];
    expect(texts.map(redactText)).toEqual(texts);
  });
});

test("redacting twice changes nothing more", () => {
  const once = secretForms.map(([, text]) => redactText(text));
  expect(once.map(redactText)).toEqual(once);
});

test("no planted secret survives in any mixture, and every neighbour does", () => {
  for (let seed = 1; seed <= 150; seed += 1) {
    const { text, secrets, evidence } = mixture(seed);
    const redacted = redactText(text);
    const leaked = secrets.filter((secret) => redacted.includes(secret));
    const lost = evidence.filter((part) => !redacted.includes(part));
    expect({ seed, leaked, lost, again: redactText(redacted) }).toEqual({
      seed,
      leaked: [],
      lost: [],
      again: redacted,
    });
  }
});

/** Between 3 and 8 lines, each a random form around a fresh secret and a name that must stay. */
function mixture(seed: number): { text: string; secrets: string[]; evidence: string[] } {
  const own = createPlanter(seed * 7_919);
  const secrets: string[] = [];
  const evidence: string[] = [];
  const secret = (made: string) => {
    secrets.push(made);
    return made;
  };
  const name = () => {
    const made = `host-${own.text("abcdefghijklmnopqrstuvwxyz", 9)}`;
    evidence.push(made);
    return made;
  };
  const forms: (() => string)[] = [
    () => `Server=${name()};User ID=${name()};Password=${secret(own.password())};Encrypt=True`,
    () => `AccountName=${name()};AccountKey=${secret(own.key88())};EndpointSuffix=core.windows.net`,
    () => `{"host":"${name()}","password":"${secret(own.password())}","n":1}`,
    () => `postgres://${name()}:${secret(own.hex32())}@${name()}/db`,
    () =>
      `https://${name()}/c?sp=rl&sig=${encodeURIComponent(secret(own.key44()).slice(0, 40))}&se=2026-01-01`,
    () => `GET ${name()} Authorization: Bearer ${secret(own.jwt())}`,
    () => `2026-10-14 ${name()} AZURE_CLIENT_SECRET="${secret(own.clientSecret())}"`,
    () => `비밀번호: ${secret(own.password())} (${name()})`,
    () => `AZURE_OPENAI_KEY=${secret(own.hex32())} ENDPOINT=${name()}`,
  ];
  const lines = Array.from({ length: 3 + (seed % 6) }, () => own.pick(forms)());
  return {
    text: lines.join(own.pick(["\n", "\r\n", "  \n\n", " | "])),
    secrets: secrets.filter((made) => made.length > 0),
    evidence,
  };
}

test("redacting twice changes nothing more, however the pieces of secrets are thrown together", () => {
  const pieces =
    `password§Password=§pwd: §key=§token§비밀번호: §name: §value: §--password §password is §'§"§\\"§=§:§ §\n§;§,§&§<§>§[§]§{§}§\${§\\§%3D§|\n  §https://u:§@h§sig=§?code=§Bearer §cookie: a=§authorization: §az login -p §Server=x;§eyJ§hunter2§a1b2c3d4e5f6g7h8i9j0§***§null§[redacted 3 chars]§kind: Secret\ndata:\n`.split(
      "§",
    );
  for (let seed = 1; seed <= 2_000; seed += 1) {
    const own = createPlanter(seed);
    const text = Array.from({ length: 2 + (seed % 14) }, () => own.pick(pieces)).join("");
    const once = redactText(text);
    expect({ text, again: redactText(once) }).toEqual({ text, again: once });
  }
});

/** Each would take minutes if any rule looked at the same character more than a bounded number of times. */
test.each(
  [
    "a",
    "key=",
    "key:",
    "password=f(",
    "password='",
    'key:\\"',
    "eyJaaaaaaaa-",
    "eyJaaaaaaaaaa.",
    "-----BEGIN PRIVATE KEY-----",
    "://a:b@",
    "sig=",
    "Bearer aaaaaaaaaaaaaaaaaaaa",
    "cookie: a=",
    "a-",
    "\\",
    " ",
    "password: |\n",
    "password=${",
    "server=a;password=b;",
    "az login -p ",
    "login a password ",
    "authorization: basic ",
    "<a>",
    "비밀번호: ",
  ].map((piece) => [piece]),
)("a megabyte of %j is redacted in time that grows with its length", (piece) => {
  const text = piece.repeat(Math.ceil(2 ** 20 / piece.length));
  expect(redactText(text).length).toBeGreaterThan(0);
});

test("a secret of a megabyte is hidden whole", () => {
  const long = "x1".repeat(2 ** 19);
  expect([redactText(`password=${long}`), redactText(`"password":"${long}"`)]).toEqual([
    `password=${gone(long)}`,
    `"password":"${gone(long)}"`,
  ]);
});
