import { describe, expect, it } from "vitest";
import { admitRead } from "../../../../services/azure/read-gate.ts";
import { group, origins, site, subscription, tablePaths, vault } from "../support/table-paths.ts";

function admittedUrl(path: string): string | undefined {
  const admitted = admitRead({ kind: "arm", path }, origins);
  return admitted.ok ? admitted.value.url.href : undefined;
}

/** Each makes another path, host or request of a good path; none may pass. */
const tricks: readonly (readonly [name: string, make: (path: string) => string])[] = [
  ["an absolute URL", (path) => `https://management.azure.com${path}`],
  ["a URL of another host", (path) => `https://evil.example${path}`],
  ["a scheme in capitals", (path) => `HTTPS://evil.example${path}`],
  ["a scheme without slashes", (path) => `https:${path}`],
  ["another scheme", (path) => `file://${path}`],
  ["a script", (path) => `javascript:${path}`],
  ["a host without a scheme", (path) => `//evil.example${path}`],
  ["a host behind backslashes", (path) => `\\\\evil.example${path}`],
  ["credentials before a host", (path) => `@evil.example${path}`],
  ["an at sign in a name", (path) => `${path}@evil.example`],
  ["no slash at the start", (path) => path.slice(1)],
  ["white space at the start", (path) => ` ${path}`],
  ["white space at the end", (path) => `${path} `],
  ["a tab", (path) => `${path}\t`],
  ["a line break", (path) => `${path}\r\nX-Evil: 1`],
  ["a null character", (path) => `${path}\0`],
  ["a delete character", (path) => `${path}\u007f`],
  ["a direction override", (path) => `${path}\u202e`],
  ["a zero-width space", (path) => `${path}\u200b`],
  ["a soft hyphen", (path) => path.replace("n-1", "n\u00ad1").concat("\u00ad")],
  ["a query", (path) => `${path}?api-version=2015-01-01`],
  ["an empty query", (path) => `${path}?`],
  ["a fragment", (path) => `${path}#x`],
  ["an encoded query", (path) => `${path}%3Fapi-version=2015-01-01`],
  ["a parent at the end", (path) => `${path}/..`],
  ["two parents", (path) => `${path}/../..`],
  ["the place itself", (path) => `${path}/.`],
  ["three dots", (path) => `${path}/...`],
  ["an encoded parent", (path) => `${path}/%2e%2e`],
  ["a half encoded parent", (path) => `${path}/.%2E`],
  ["a doubly encoded parent", (path) => `${path}/%252e%252e`],
  ["a parent with a parameter", (path) => `${path}/..;x=1`],
  ["a parent behind a backslash", (path) => `${path}\\..\\..`],
  ["an encoded slash", (path) => path.replace(/\/([^/]+)$/u, "%2f$1")],
  ["an encoded backslash", (path) => `${path}%5c..`],
  ["a full-width slash", (path) => path.replace(/\/([^/]+)$/u, "\uff0f$1")],
  ["a division slash with a parent", (path) => `${path}\u2215..`],
  ["full-width dots", (path) => `${path}/\uff0e\uff0e`],
  ["one-dot leaders", (path) => `${path}/\u2024\u2024`],
  ["a two-dot leader", (path) => `${path}/\u2025`],
  ["a full-width letter", (path) => path.replace("providers", "ｐroviders")],
  ["an empty segment", (path) => path.replace("/providers/", "//providers/")],
  ["two slashes at the end", (path) => `${path}//`],
  ["a path parameter", (path) => `${path};x=1`],
  ["a dot at the end of a name", (path) => `${path}.`],
  ["a dot at the start of a name", (path) => path.replace(/\/([^/]+)$/u, "/.$1")],
  ["a star", (path) => `${path}*`],
  ["a quote", (path) => `${path}'`],
  ["a double quote", (path) => `${path}"`],
  ["an angle bracket", (path) => `${path}<x>`],
  ["a pipe", (path) => `${path}|x`],
  ["a template", (path) => `${path}{x}`],
  ["a name of 300 characters", (path) => `${path}${"x".repeat(300)}`],
  ["a path of 3,000 characters", (path) => `${path}${"/x".repeat(1_500)}`],
  ["keys", (path) => `${path}/listKeys`],
  ["an action below", (path) => `${path}/default/regenerateKey`],
  ["an unknown provider below", (path) => `${path}/providers/Microsoft.Unknown/things/t`],
  ["providers without end", (path) => `${path}${"/providers/Microsoft.Authorization/locks/l".repeat(4)}`],
  ["a subscription that is no GUID", (path) => path.replace("11111111-2222", "prod-2222")],
];

describe("a trick with the path", () => {
  const goods = tablePaths().filter(({ path }) => path.startsWith("/subscriptions"));

  it.each(tricks)("is refused for every path of the table: %s", (_, make) => {
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
