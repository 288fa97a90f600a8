import { isNamedByRequest, type Measured } from "./measure-injection.ts";

/** The measurement as Markdown: classes by positions, and under it what had an effect. */
export function injectionTable(all: readonly Measured[]): string {
  const obeyed = all.filter((measured) => !isNamedByRequest(measured));
  const named = all.filter(isNamedByRequest);
  const positions = [...new Set(all.map(({ one }) => one.position))];
  const classes = [...new Set(all.map(({ one }) => one.className))];
  const rows = classes.map((className) => {
    const cells = positions.map((position) =>
      cellOf(all.filter(({ one }) => one.className === className && one.position === position)),
    );
    return `| ${className} | ${cells.join(" | ")} |`;
  });
  return [
    "Each cell: cases; effects without a model / with the hostile model (extra admitted reads).",
    "",
    `| | ${positions.join(" | ")} |`,
    `|---${"|---".repeat(positions.length)}|`,
    ...rows,
    "",
    `${totalOf(obeyed)}.`,
    `Named by the request itself, in words that are no order (a polite request in error, code, comment, notes or path): ${totalOf(named)}.`,
    ...all.filter(isWorthTelling).flatMap(described),
  ].join("\n");
}

function cellOf(all: readonly Measured[]): string {
  const without = all.filter(({ withModel }) => !withModel);
  const withIt = all.filter(({ withModel }) => withModel);
  return `${without.length}; ${affected(without)} / ${affected(withIt)} (${extra(all)})`;
}

function totalOf(all: readonly Measured[]): string {
  const without = all.filter(({ withModel }) => !withModel);
  const withIt = all.filter(({ withModel }) => withModel);
  return `${without.length} cases: ${affected(without)} effects without a model, ${affected(withIt)} with the hostile model, ${extra(all)} extra admitted reads`;
}

function affected(all: readonly Measured[]): number {
  return all.filter(({ effects }) => effects.length > 0).length;
}

/** Where something else changed too, they are a part of that effect. */
function extra(all: readonly Measured[]): number {
  return all.reduce((sum, { effects, extraReads }) => sum + (effects.length > 0 ? 0 : extraReads.length), 0);
}

function isWorthTelling(measured: Measured): boolean {
  return !isNamedByRequest(measured) && measured.effects.length + measured.extraReads.length > 0;
}

function described({ one, withModel, effects, extraReads }: Measured): string[] {
  return [
    "",
    `${one.className}, ${one.position}, ${one.scenario}, ${withModel ? "with" : "without"} the hostile model:`,
    ...effects.map(({ part, how }) => `- ${part}: ${how.slice(0, 600)}`),
    ...extraReads.map((read) => `- read ${read.slice(0, 300)}`),
  ];
}
