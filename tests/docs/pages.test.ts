import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { commandDefinitions } from "../../cli/command-table.ts";
import { CitationOperatorSchema } from "../../domain/citation.ts";
import { EnvelopeSchema } from "../../domain/contract/envelope.ts";
import { ReportEvidenceSchema, ReportSchema } from "../../domain/contract/report.ts";
import { allTools } from "../../mcp-gateway/catalogue/all-tools.ts";
import { rooms } from "../support/architecture/rooms.ts";
import { firstCells, section } from "./markdown-tables.ts";

const root = join(import.meta.dirname, "..", "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const pages = globSync("docs/**/*.md", { cwd: root }).toSorted();

test.each(pages)("every link of %s to a file leads to one", (path) => {
  const prose = read(path).replaceAll(/```[\s\S]*?```|``.+?``|`[^`\n]+`/gu, "");
  const links = [...prose.matchAll(/\]\((?!https?:)([^)#]+)/gu)].map(([, target]) => target ?? "");
  expect(links.filter((target) => !existsSync(join(root, dirname(path), target)))).toEqual([]);
});

test.each(pages)("%s names no folder of one machine", (path) => {
  expect(read(path)).not.toMatch(/(?:^|[\s`("])\/(?:home|root|tmp|work|Users)\//mu);
});

describe("docs/contract.md names what the code has", () => {
  const page = read("docs/contract.md");
  const bare = (names: readonly string[]) => names.map((name) => name.replace("?", ""));
  /** All names in the first cells: some rows have several. */
  const cells = (heading: string) =>
    section(page, heading)
      .filter((line) => line.startsWith("| `"))
      .flatMap((line) => [...line.split(" | ")[0]!.matchAll(/`([^`]+)`/gu)])
      .map(([, name]) => name ?? "");

  test("every tool, in the order of the list, with every field of its input", () => {
    expect(firstCells(section(page, "## Tools"), 0)).toEqual(allTools.map(({ name }) => name));
    const missing = allTools.flatMap((tool) => {
      const row = page.split("\n").find((line) => line.startsWith(`| \`${tool.name}\` |`)) ?? "";
      return Object.keys(tool.input({ sourcePaths: true }).shape).filter((field) => !row.includes(field));
    });
    expect(missing).toEqual([]);
  });
  test("every field of the envelope", () => {
    expect(["diagnosis_id", ...cells("## Envelope")]).toEqual(Object.keys(EnvelopeSchema.shape));
  });
  test("every field of the report and of its evidence", () => {
    const found = bare(cells("## Report"));
    expect(found.toSorted()).toEqual(
      [...Object.keys(ReportSchema.shape), ...Object.keys(ReportEvidenceSchema.shape)].toSorted(),
    );
  });
  test("every operator of a citation and every command", () => {
    for (const op of CitationOperatorSchema.options) expect(page).toContain(`\`${op}\``);
    const commands = /`azebal ([^`]+)`/u.exec(section(page, "## Commands").join("\n"))?.[1] ?? "";
    expect(commands.split(" | ").map((command) => command.split(" ")[0])).toEqual(
      Object.keys(commandDefinitions),
    );
  });
});

test("docs/architecture.md names every room that there is", () => {
  const found = firstCells(section(read("docs/architecture.md"), "## Rooms"), 0).map((name) =>
    name.replace(/\/$/u, ""),
  );
  const existing = rooms.map(({ name }) => name).filter((name) => existsSync(join(root, name)));
  expect(found.toSorted()).toEqual(existing.toSorted());
});
