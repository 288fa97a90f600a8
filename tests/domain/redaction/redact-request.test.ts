import { expect, test } from "vitest";
import { redactRequest } from "../../../domain/redaction/redact-request.ts";
import { createPlanter } from "./planted-secrets.ts";

const password = createPlanter(3).password();
const marker = `[redacted ${password.length} chars]`;

test("every part that somebody wrote is redacted, and the rest of the request is as it was", () => {
  expect(
    redactRequest({
      error: `Login failed: Password=${password}`,
      source_code: [{ path: `clone/https://u:${password}@h/app.py`, content: `DB_PASSWORD=${password}\n` }],
      context: {
        subscription_id: "0f3a1c11-3d4e-4a6b-9d2e-000000000001",
        resource_ids: ["/subscriptions/s/resourceGroups/rg", `password=${password}`],
        observed_at: "2026-10-14T08:59:07Z",
        notes: `비밀번호: ${password}`,
      },
      language: "ko",
      idempotency_key: "k1",
    }),
  ).toEqual({
    error: `Login failed: Password=${marker}`,
    source_code: [{ path: `clone/https://u:${marker}@h/app.py`, content: `DB_PASSWORD=${marker}\n` }],
    context: {
      subscription_id: "0f3a1c11-3d4e-4a6b-9d2e-000000000001",
      resource_ids: ["/subscriptions/s/resourceGroups/rg", `password=${marker}`],
      observed_at: "2026-10-14T08:59:07Z",
      notes: `비밀번호: ${marker}`,
    },
    language: "ko",
    idempotency_key: "k1",
  });
});

test("what a request leaves out stays out", () => {
  expect(redactRequest({ error: "boom" })).toEqual({ error: "boom" });
});
