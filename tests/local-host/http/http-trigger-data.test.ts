import { expect, test } from "vitest";
import { toResponse } from "../../../local-host/http/http-trigger-data.ts";

test("an answer carries status, headers and bytes", async () => {
  const response = toResponse({
    http: { statusCode: "202", headers: { "x-a": "1" }, body: { bytes: new Uint8Array([104, 105]) } },
  });
  expect([response.status, response.headers.get("x-a"), await response.text()]).toEqual([202, "1", "hi"]);
});

test.each(["204", "205", "304"])("a %s has no body", async (statusCode) => {
  const response = toResponse({ http: { statusCode, body: { bytes: new Uint8Array([1]) } } });
  expect([response.status, await response.text()]).toEqual([Number(statusCode), ""]);
});

test("every attribute of a cookie is written", () => {
  const response = toResponse({
    http: {
      cookies: [
        {
          name: "a",
          value: "1;2",
          domain: { value: "example.com" },
          path: { value: "/x" },
          expires: { value: { seconds: 0 } },
          maxAge: { value: 0 },
          secure: { value: true },
          httpOnly: { value: true },
          sameSite: "explicitNone",
        },
        { name: "b", value: "2", sameSite: "none" },
      ],
    },
  });
  expect(response.headers.getSetCookie()).toEqual([
    "a=1%3B2; Domain=example.com; Path=/x; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Secure; HttpOnly; SameSite=None",
    "b=2",
  ]);
});
