import type { Evaluated } from "../../evaluation/evaluated.ts";
import { fieldOf } from "../../evaluation/navigate.ts";

/** What half of all apps are called, and what errors say anyway, tells nothing. */
const commonWord =
  /^(?:prod|test|stage|staging|dev|web|app|apps|func|function|functions|service|worker|server|client|api|backend|frontend|core|main|data|azure|site|host|public|internal|shared|event|events|message|messages|queue|topic|container|batch|send|sender|receive|receiver|read|reader|write|writer|load|sync|post|call|start|stop|update|create|delete|import|export|process|processor|handler|upload|download|connect|login|listener|publisher|consumer|producer|error|failed)$/;

/**
 * The only resource that the text names in the way of code (`returns.worker`, `returns/worker.py` for `returns-worker`), else
 * of whose name it says a word that no other has: `dispatch` of `app-dispatch`.
 */
export function onlyOneSaid(all: readonly Evaluated[], text: string): Evaluated | undefined {
  const joined = ` ${text
    .toLowerCase()
    .split(/[^a-z0-9]+/u)
    .join(" ")} `;
  const whole = all.filter((one) => {
    const parts = partsOf(one);
    return parts.length > 1 && joined.includes(` ${parts.join(" ")} `);
  });
  if (whole.length === 1) return whole[0];
  const said = new Set(joined.split(" "));
  const words = all.map(wordsOf);
  const found = all.filter((_, index) =>
    words[index]!.some(
      (word) => said.has(word) && words.every((other, at) => at === index || !other.includes(word)),
    ),
  );
  return found.length === 1 ? found[0] : undefined;
}

function wordsOf(workload: Evaluated): readonly string[] {
  return partsOf(workload).filter((word) => word.length > 3 && !commonWord.test(word));
}

function partsOf(workload: Evaluated): readonly string[] {
  const name = fieldOf(workload, "name");
  return name.kind === "known" && typeof name.value === "string"
    ? name.value.toLowerCase().split(/[^a-z0-9]+/u)
    : [];
}
