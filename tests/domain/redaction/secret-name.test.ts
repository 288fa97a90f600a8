import { expect, test } from "vitest";
import { secretMeaningOf } from "../../../domain/redaction/secret-name.ts";

test.each([
  [
    "password",
    [
      "Password",
      "DB_PASSWORD",
      "userPWD",
      "PGPASSWORD",
      "mysql_pwd",
      "smtp-pass",
      "adminPassword2",
      "Db:Password",
      "spring.datasource.password",
      "passwordValue",
      "비밀번호",
      "관리자 비밀번호",
    ],
  ],
  [
    "secret",
    [
      "ClientSecret",
      "AZURE_CLIENT_SECRET",
      "AccountKey",
      "SharedAccessKey",
      "x-functions-key",
      "Stripe__ApiKey",
      "apikey",
      "client-key-data",
      "primaryAccessKey",
      "계정키",
    ],
  ],
  ["token", ["token", "secret", "NODE_AUTH_TOKEN", "accessToken", "refresh_token", "sasToken", "토큰"]],
  ["key", ["key", "AZURE_OPENAI_KEY", "redisKey", "key1", "auth", "_auth", "키"]],
] as const)("names that mean a %s", (meaning, names) => {
  expect(names.map((name) => [name, secretMeaningOf(name)])).toEqual(names.map((name) => [name, meaning]));
});

test("names that mean no secret", () => {
  const names = [
    "secretName",
    "secretUri",
    "secretRef",
    "existingSecret",
    "imagePullSecrets",
    "passwordAuth",
    "passwordPolicy",
    "DB_PASSWORD_FILE",
    "SharedAccessKeyName",
    "InstrumentationKey",
    "publicKey",
    "PublicKeyToken",
    "PartitionKey",
    "cancellationToken",
    "continuationToken",
    "resourceToken",
    "maxTokens",
    "tokenType",
    "token_endpoint",
    "enableIdTokenIssuance",
    "keyVaultName",
    "monkey business",
    "쿠키 이름",
    "암호화",
    "",
  ];
  expect(names.filter((name) => secretMeaningOf(name) !== undefined)).toEqual([]);
});
