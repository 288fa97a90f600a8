import { join } from "node:path";
import { expect, test } from "vitest";
import { knowledgePage } from "../../diagnosis/knowledge/knowledge-page.ts";
import { allPlaybooks } from "../../diagnosis/playbooks/all-playbooks.ts";
import { rootCauses } from "../../domain/root-causes.ts";

const file = join(import.meta.dirname, "..", "..", "docs", "knowledge.md");
const page = knowledgePage(allPlaybooks);

test("docs/knowledge.md is what the playbooks say", async () => {
  await expect(
    page,
    "docs/knowledge.md is not what the playbooks say. If the change is wanted: npx vitest run tests/docs -u",
  ).toMatchFileSnapshot(file);
});

test("every cause of the vocabulary has its section, with both languages and a source", () => {
  for (const code of Object.keys(rootCauses)) {
    const section = page.split(`\n### ${code}\n`)[1]?.split("\n### ")[0] ?? "";
    expect([code, /[가-힣]/u.test(section), /Sources: <https:/u.test(section)]).toEqual([code, true, true]);
  }
});

test("every link of the contents leads to a heading", () => {
  const headings = new Set(
    [...page.matchAll(/^#{2,3} (.+)$/gmu)].map(([, text]) => text!.toLowerCase().replaceAll(".", "")),
  );
  const links = [...page.matchAll(/\]\(#([^)]+)\)/gu)].map(([, target]) => target!);
  expect(links.filter((target) => !headings.has(target))).toEqual([]);
});
