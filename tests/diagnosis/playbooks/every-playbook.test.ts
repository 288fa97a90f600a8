import { describe, expect, test } from "vitest";
import { analyses } from "../../../diagnosis/analyses/analysis-table.ts";
import { checkPlaybook } from "../../../diagnosis/playbook-check/check-playbook.ts";
import { allPlaybooks } from "../../../diagnosis/playbooks/all-playbooks.ts";
import { takeUsed } from "../../../diagnosis/playbooks/take-used.ts";

const hangul = /[\uAC00-\uD7A3]/u;

test("no cause ships twice", () => {
  const codes = allPlaybooks.map(({ code }) => code);
  expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
});

describe.each(allPlaybooks.map((playbook) => [playbook.code, playbook] as const))("%s", (_, playbook) => {
  test("passes the check of playbooks", () => {
    expect(checkPlaybook(playbook, Object.keys(analyses))).toEqual([]);
  });

  test("reads nothing that decides nothing", () => {
    expect(takeUsed(playbook)).toEqual(playbook);
  });

  test("speaks Korean where it says that it does", () => {
    const texts = [
      playbook.title,
      playbook.explanation,
      playbook.ruledOut,
      playbook.verify.text,
      ...playbook.actions.flatMap(({ title, why }) => [title, why]),
      ...Object.values(playbook.reads).map(({ title }) => title),
    ];
    const worded = texts.filter(({ en }) => /[a-z]{4,}/i.test(en.replaceAll(/\{\{.*?\}\}/g, "")));
    expect(worded.filter(({ ko }) => !hangul.test(ko) && !/^[\w{}().,: [\]-]+$/.test(ko))).toEqual([]);
  });

  test("says how to undo what it lets someone change, or needs no role for it", () => {
    const silent = playbook.actions.filter(
      ({ changes, undo, needsRole, commands }) => changes && commands.length > 0 && !undo && !needsRole,
    );
    expect(silent.map(({ title }) => title.en)).toEqual([]);
  });
});
