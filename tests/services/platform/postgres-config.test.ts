import { describe, expect, it, test } from "vitest";
import { readConfig } from "../../../services/platform/config.ts";

const read = (env: Record<string, string>) => readConfig(env).postgres;

describe("the shared database", () => {
  it.each([
    "postgres://azebal:p%2F%40%3A@db.example.com/azebal",
    "postgresql://azebal:p@db.example.com:6432/azebal?sslmode=require",
    "postgres://azebal:p@db.example.com/azebal?sslmode=verify-full",
    "postgres://azebal@127.0.0.1:5433/azebal",
    "postgres://azebal:p@[::1]/a%20b",
  ])("may be %s, and evidence is kept for 90 days", (url) => {
    expect(read({ AZEBAL_POSTGRES_URL: url })).toEqual({ url, evidenceDays: 90 });
  });

  it.each([
    ["public", "https://ossrdbms-aad.database.windows.net"],
    ["china", "https://ossrdbms-aad.database.chinacloudapi.cn"],
    ["usgov", "https://ossrdbms-aad.database.usgovcloudapi.net"],
  ])("without a password in the %s cloud, a token for %s stands for it", (cloud, tokenAudience) => {
    const url = "postgres://me%40contoso.com@db.example.com/azebal";
    expect(read({ AZEBAL_POSTGRES_URL: url, AZEBAL_CLOUD: cloud })).toEqual({
      url,
      tokenAudience,
      evidenceDays: 90,
    });
  });

  it.each([
    "postgres://azebal:p@db.example.com/azebal?sslmode=disable",
    "postgres://azebal:p@db.example.com/azebal?sslmode=prefer",
    "postgres://azebal:p@127.0.0.1/azebal?sslmode=no-verify",
    "postgres://azebal:p@db.example.com/azebal?options=-csearch_path%3Da",
    "postgres://azebal:p@db.example.com",
    "postgres://azebal:p@db.example.com/",
    "postgres://azebal:p@db.example.com/a/b",
    "postgres://db.example.com/azebal",
    "postgres:///azebal",
    "postgres://azebal:p%zz@db.example.com/azebal",
    "postgres://azebal:p/q@db.example.com/azebal",
    "postgres://azebal:p@db.example.com:99999/azebal",
    "mysql://azebal:p@db.example.com/azebal",
  ])("is refused where it is %s, with how to write it and no part of it", (url) => {
    expect(() => read({ AZEBAL_POSTGRES_URL: url })).toThrow(
      `The configuration cannot be used:\n- AZEBAL_POSTGRES_URL is a text of ${url.length} characters. Set postgres://user:password@host:port/database (characters other than letters, digits, - . _ ~ in the password as %XX).`,
    );
  });
});

test("evidence is kept for a day at least, whether there is a database or not", () => {
  expect(() => read({ AZEBAL_EVIDENCE_DAYS: "0" })).toThrow(
    "AZEBAL_EVIDENCE_DAYS is a whole number of 1 digit. Set a whole number from 1 to 3650, such as 90.",
  );
  expect(read({ AZEBAL_EVIDENCE_DAYS: "7" })).toBeUndefined();
});
