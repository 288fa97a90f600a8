import { defineConfig } from "vitest/config";

const rooms = [
  "activities",
  "cli",
  "client-functions",
  "diagnosis",
  "domain",
  "local-host",
  "mcp-gateway",
  "orchestrations",
  "services",
  "simulator",
];

/** The core rooms keep at least this share covered; processes that tests start and kill are not counted. */
const core = { lines: 80, branches: 80 };

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    coverage: {
      provider: "v8",
      include: rooms.map((room) => `${room}/**/*.ts`),
      reporter: ["text-summary", "json-summary"],
      thresholds: { "diagnosis/**": core, "orchestrations/**": core, "local-host/**": core },
    },
  },
});
