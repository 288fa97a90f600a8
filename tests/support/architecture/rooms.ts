/** A room of the table in docs/design.md: where it lives and what it may import. */
export interface Room {
  name: string;
  /** Rooms whose files it may import; its own are always allowed. */
  rooms: readonly string[];
  /** Rooms of which it may import types only. */
  types?: readonly string[];
  /** npm packages; `*` is any. A scope ends in `/`. */
  packages: readonly string[];
  /** Node's built-ins. */
  node: boolean;
}

const services = [
  "services/azure",
  "services/llm",
  "services/stores",
  "services/platform",
  "services/identity",
];
const appRooms = ["domain", "diagnosis", "orchestrations", "activities", "client-functions", ...services];
const functions = ["@azure/functions", "durable-functions"];

/** The longest prefix of a path decides its room; `app.ts` is a room of one file. */
export const rooms: readonly Room[] = [
  { name: "app.ts", rooms: appRooms, packages: functions, node: true },
  { name: "domain", rooms: [], packages: ["zod"], node: false },
  { name: "diagnosis", rooms: ["domain"], packages: ["zod", "@jmespath-community/jmespath"], node: false },
  { name: "orchestrations", rooms: ["domain"], packages: ["durable-functions", "zod"], node: false },
  {
    name: "activities",
    rooms: ["domain", "diagnosis", ...services],
    packages: [...functions, "zod"],
    node: true,
  },
  {
    name: "client-functions",
    rooms: ["domain", "services/stores", "services/platform"],
    packages: [...functions, "zod", "jose"],
    node: true,
  },
  { name: "services/azure", rooms: ["domain"], packages: ["*"], node: true },
  { name: "services/llm", rooms: ["domain"], packages: ["*"], node: true },
  {
    name: "services/stores",
    rooms: ["domain"],
    packages: [
      "zod",
      "ioredis",
      "pg",
      "node-pg-migrate",
      "@azure/keyvault-secrets",
      "@azure/identity",
      "@azure/core-auth",
    ],
    node: true,
  },
  { name: "services/platform", rooms: ["domain"], packages: ["zod", "jose", "@opentelemetry/"], node: true },
  {
    name: "services/identity",
    rooms: ["domain"],
    types: ["services/stores"],
    packages: ["zod", "jose", "@azure/msal-node"],
    node: true,
  },
  {
    name: "mcp-gateway",
    rooms: ["domain", "services/stores", "services/platform", "services/identity"],
    packages: ["@modelcontextprotocol/", "zod", "jose", "express"],
    node: true,
  },
  { name: "local-host", rooms: [], packages: functions, node: true },
  {
    name: "simulator",
    rooms: [],
    types: ["domain"],
    packages: ["@kusto/", "zod", "jose", "pkijs", "asn1js"],
    node: true,
  },
  {
    name: "cli",
    rooms: [...appRooms, "app.ts", "mcp-gateway", "local-host", "simulator"],
    packages: ["@modelcontextprotocol/", "zod", "jose", ...functions],
    node: true,
  },
];

/** Rooms outside the table: they may import whatever they test, measure or configure. */
export const openRooms = ["tests", "benchmarks", "vitest.config.ts"] as const;

/** Where Azure and models are reached, and who alone may reach them, directly or through others. */
export const outsideWorld = ["services/azure", "services/llm"] as const;
export const mayReachOutside = ["activities", "app.ts", "cli", ...outsideWorld] as const;

/** The room of a path from the repository's root, or undefined where the table has none. */
export function roomOf(path: string): string | undefined {
  const names = [...rooms.map((room) => room.name), ...openRooms];
  return names
    .filter((name) => path === name || path.startsWith(`${name}/`))
    .toSorted((left, right) => right.length - left.length)[0];
}
