import { rootCauses } from "../../domain/root-causes.ts";
import type { Playbook } from "../playbook.ts";
import { describePlaybook } from "./describe-playbook.ts";

const introduction = `# What AZEBAL knows

Every root cause that it can prove without a model, as its playbooks have it: what raises it, which reads decide it, when it is proven, what it is
told apart from, and what to do. Made from \`diagnosis/playbooks\` by \`npx vitest run tests/docs -u\`; [playbooks.md](playbooks.md) explains the format
and the expressions.
`;

/** All playbooks as one Markdown page, in the order of the vocabulary; what people read is in both languages. */
export function knowledgePage(playbooks: readonly Playbook[]): string {
  const byCode = new Map(playbooks.map((playbook) => [playbook.code, playbook]));
  const known = Object.keys(rootCauses).flatMap((code) => byCode.get(code) ?? []);
  const areas = Map.groupBy(known, ({ code }) => code.split(".")[0]!);
  const contents = [...areas].map(
    ([area, members]) => `- [${area}](#${area}): ${members.map(({ code }) => link(code)).join(", ")}`,
  );
  const sections = [...areas].map(([area, members]) =>
    [`## ${area}`, ...members.map((playbook) => describePlaybook(playbook))].join("\n\n"),
  );
  return `${[introduction, `${known.length} causes.\n`, contents.join("\n"), ...sections].join("\n")}\n`;
}

function link(code: string): string {
  return `[${code.split(".").slice(1).join(".")}](#${code.replaceAll(".", "").toLowerCase()})`;
}
