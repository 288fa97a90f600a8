import { describe, expect, test } from "vitest";
import { allPlaybooks } from "../../../diagnosis/playbooks/all-playbooks.ts";
import { addressedParts } from "../../../domain/addressed-text.ts";

const outside = allPlaybooks.flatMap(({ code, reads }) =>
  Object.entries(reads).flatMap(([name, { request, when, permission }]) =>
    request.kind === "outside"
      ? [{ read: `${code}.${name}`, command: request.command!, when, permission }]
      : [],
  ),
);

test("there are commands for the users of a database and for objects of a cluster", () => {
  const tools = outside.map(({ command }) => command.split(" ")[0]);
  expect(new Set(tools)).toEqual(new Set(["sqlcmd", "kubectl"]));
});

describe.each(outside)("the command of $read", ({ command, when, permission }) => {
  test("only reads, and prints JSON without secrets", () => {
    expect(command).toMatch(
      /^kubectl get (?:serviceaccount|events|\{\{)|^sqlcmd .* -Q "SET NOCOUNT ON; SELECT /u,
    );
    expect(command).toMatch(
      /--output (?:json|\{\{labelsPath\}\})$|FOR JSON PATH, WITHOUT_ARRAY_WRAPPER\)"$/u,
    );
    expect(command).not.toMatch(
      /secret|password|\bpods? .*json\b|insert|update|delete|drop|alter (?!any user)/iu,
    );
  });

  test("is asked for on a condition, says whom it takes, and is no order to a reader", () => {
    expect(when).toBeDefined();
    expect(permission).not.toBe("");
    expect(addressedParts(command)).toEqual([]);
  });

  test("quotes what is filled in once: no place stands within quotes", () => {
    const quoted = [...command.matchAll(/"[^"]*"/gu)].map(([text]) => text).join();
    expect(quoted).not.toContain("{{");
  });
});
