import { describe, expect, it } from "vitest";
import { admitRead } from "../../../../services/azure/read-gate.ts";
import { pathTricks } from "../support/path-tricks.ts";
import { group, origins, site, subscription, tablePaths, vault } from "../support/table-paths.ts";

function admittedUrl(path: string): string | undefined {
  const admitted = admitRead({ kind: "arm", path }, origins);
  return admitted.ok ? admitted.value.url.href : undefined;
}

describe("a trick with the path", () => {
  const goods = tablePaths().filter(({ path }) => path.startsWith("/subscriptions"));

  it.each(pathTricks)("is refused for every path of the table: %s", (_, make) => {
    const passed = goods
      .filter(({ path }) => admittedUrl(make(path)) !== undefined)
      .map(({ path }) => make(path));
    expect(passed).toEqual([]);
  });
});

/** mulberry32: the same sequence on every machine. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe("a path put together at random from hostile pieces", () => {
  const pieces = [
    "..",
    ".",
    "%2e%2e",
    "%2f",
    "%5c",
    "\\",
    "/",
    "//",
    "@",
    ":",
    "?",
    "#",
    ";",
    "&",
    "=",
    "\0",
    "\n",
    "\u202e",
    "\uff0f",
    "\u2024",
    "\u2025",
    "\uff0e",
    "\u200b",
    "%00",
    "%25",
    "evil.example",
    "https:",
    "listKeys",
    "admin",
    "providers",
    "Microsoft.Web",
    "sites",
    "config",
    "appsettings",
    "list",
    "functions",
    "token",
    "subscriptions",
    "resourceGroups",
    "Microsoft.KeyVault",
    "vaults",
    "kv",
    "Microsoft.Authorization",
    "roleAssignments",
    "x",
  ];

  it("is refused, or goes unchanged to the configured host", () => {
    const random = randomFrom(20_261_014);
    const pick = () => pieces[Math.floor(random() * pieces.length)]!;
    const wrong: string[] = [];
    let admittedCount = 0;
    for (let round = 0; round < 20_000; round += 1) {
      const count = 1 + Math.floor(random() * 8);
      const separator = random() < 0.7 ? "/" : "";
      const tail = Array.from({ length: count }, pick).join(separator);
      const base = ["", subscription, group, site, vault][Math.floor(random() * 5)]!;
      const path = `${base}/${tail}`;
      const href = admittedUrl(path);
      if (href === undefined) continue;
      admittedCount += 1;
      const url = new URL(href);
      const plain = path.replace(/\/$/u, "");
      if (url.origin !== origins.arm || url.pathname !== plain || /list|admin|token/iu.test(url.pathname))
        wrong.push(path);
    }
    expect(wrong).toEqual([]);
    expect(admittedCount).toBeGreaterThan(20);
  });
});
