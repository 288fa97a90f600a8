import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { pageHeaders, pageLanguage, renderPage } from "../../../mcp-gateway/sign-in/page.ts";
import { consentPage, endPage, failedPage } from "../../../mcp-gateway/sign-in/sign-in-texts.ts";
import { ada, refused } from "../support/scripted-entra.ts";

test.each([
  [undefined, "en"],
  ["", "en"],
  ["ko", "ko"],
  ["ko-KR,ko;q=0.9,en-US;q=0.8", "ko"],
  ["en-US,en;q=0.9,ko;q=0.8", "en"],
  ["en;q=0.1, ko;q=0.9", "ko"],
  ["ko;q=0, en;q=0.1", "en"],
  ["de-DE,de;q=0.9", "en"],
  ["x-ko", "en"],
  ["ko ; q = 0.5", "ko"],
  ["ko;q=<script>", "en"],
  [`${"de,".repeat(10_000)}ko`, "en"],
])("a browser that accepts %j reads %s", (header, language) => {
  expect(pageLanguage(header)).toBe(language);
});

test("nothing that a page shows can become markup, or turn the text around it", () => {
  const hostile = `"><script>alert(1)</script>'&\u202eevil\u2066`;
  const html = renderPage(
    {
      title: hostile,
      text: [hostile],
      form: { action: hostile, fields: { [hostile]: hostile }, button: hostile },
      paste: {
        summary: hostile,
        text: hostile,
        command: hostile,
        action: hostile,
        label: hostile,
        button: hostile,
      },
    },
    "en",
  );
  expect(html).not.toContain("<script");
  expect(html).not.toContain(hostile);
  expect(html).not.toMatch(/[\u202a-\u202e\u2066-\u2069]|&#8238;/u);
  expect(html).toContain("&#60;U+202E&#62;evil");
  const attributes = html.replaceAll(/<\/?[a-z0-9]+(?: [a-z-]+(?:="[^"<>]*")?)*>|<!doctype html>/gu, "");
  expect(attributes).not.toMatch(/[<>]/u);
});

test("a page may be styled by its own style, and do nothing else", () => {
  const headers = pageHeaders(["https:"]);
  const style = /<style>([^<]*)<\/style>/u.exec(renderPage({ title: "t", text: [] }, "en"))?.[1] ?? "";
  const hash = createHash("sha256").update(style).digest("base64");
  expect(headers).toEqual({
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self' https:; frame-ancestors 'none'; base-uri 'none'`,
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  });
});

const invitation = {
  id: "x".repeat(22),
  askedBy: "t1/ada",
  purpose: { kind: "login" },
  expiresAtMs: 0,
} as const;
const authorize = {
  kind: "authorize",
  clientId: "azebal-ide",
  clientName: "Your IDE",
  redirectUri: "cursor://anysphere.cursor-mcp/oauth/callback",
  codeChallenge: "c",
} as const;

test("who consents reads who asks, where the answer goes, and whose account is wanted", () => {
  const { text, sendsTo } = consentPage(
    { ...invitation, purpose: authorize, expectedUser: ada.userPrincipalName },
    {},
    "en",
  );
  expect(text.slice(0, 2)).toEqual([
    "Your IDE wants to use AZEBAL in your name. The answer goes to anysphere.cursor-mcp.",
    "Sign in as ada@contoso.com: another account is not accepted.",
  ]);
  expect(sendsTo).toEqual(["cursor:"]);
});

const ends = [
  { kind: "signed_in", caller: ada, invitation },
  { kind: "expired" },
  { kind: "other_browser" },
  { kind: "declined", invitation },
  { kind: "refused", invitation, refusal: refused({ traceId: "the-trace" }).refusal },
  { kind: "unreachable", invitation, message: "m" },
  { kind: "other_user", user: "bob@contoso.com", invitation },
] as const;

test.each(["en", "ko"] as const)("every page says in %s what happened and what to do", (language) => {
  const pages = [
    ...ends.map((end) => endPage(end, language)),
    failedPage(language),
    consentPage(invitation, {}, language),
    consentPage({ ...invitation, purpose: authorize }, {}, language),
  ];
  expect(new Set(pages.map(({ title }) => title)).size).toBe(pages.length - 1);
  for (const { text, title } of pages) {
    expect([title, ...text].every((line) => line.length > 0)).toBe(true);
    expect(/[가-힣]/u.test(title)).toBe(language === "ko");
  }
  expect(pages.filter(({ isBad }) => isBad).length).toBe(7);
});
