import type { LocalText } from "../../domain/language.ts";
import type { Playbook } from "../playbook.ts";
import { expressionsIn } from "../template.ts";
import type { PlaybookProblem } from "./playbook-problem.ts";

/** Texts say the same in both languages; commands leave quoting to the renderer. */
export function checkTexts(playbook: Playbook): PlaybookProblem[] {
  const texts: [string, LocalText | undefined][] = [
    ["title", playbook.title],
    ["explanation", playbook.explanation],
    ...(playbook.details ?? []).map(({ text }, at): [string, LocalText] => [`details[${at}].text`, text]),
    ["ruledOut", playbook.ruledOut],
    ["settledBy", playbook.settledBy],
    ["verify.text", playbook.verify.text],
    ...Object.entries(playbook.reads).map(([name, read]): [string, LocalText] => [
      `reads.${name}.title`,
      read.title,
    ]),
    ...playbook.actions.flatMap((action, at): [string, LocalText][] => [
      [`actions[${at}].title`, action.title],
      [`actions[${at}].why`, action.why],
    ]),
  ];
  const commands = [
    ...playbook.actions.flatMap((action, at) => [
      ...action.commands.map((text, line): [string, string] => [`actions[${at}].commands[${line}]`, text]),
      ...(action.undo === undefined ? [] : [[`actions[${at}].undo`, action.undo] as [string, string]]),
    ]),
    ...playbook.verify.commands.map((text, line): [string, string] => [`verify.commands[${line}]`, text]),
  ];
  return [
    ...texts.flatMap(([where, text]) => (text === undefined ? [] : checkText(where, text))),
    ...commands.flatMap(([where, command]) => checkCommand(where, command)),
  ];
}

function checkText(where: string, text: LocalText): PlaybookProblem[] {
  const problems: PlaybookProblem[] = [];
  if (placesOf(text.en) !== placesOf(text.ko))
    problems.push({ where, problem: "the English and the Korean text show different values" });
  if (!/[\uac00-\ud7a3]/u.test(text.ko.replace(/\{\{.+?\}\}/gs, "")) && /[a-z]{3} [a-z]{2}/i.test(text.ko))
    problems.push({ where, problem: "the Korean text is not Korean" });
  return problems;
}

function placesOf(text: string): string {
  return [...new Set(expressionsIn(text))].toSorted().join("\n");
}

function checkCommand(where: string, command: string): PlaybookProblem[] {
  const problems: PlaybookProblem[] = [];
  // `bare(…)` has nothing to quote: it may stand in JSON that the command quotes itself.
  if (/["']\{\{|\}\}["']/.test(command.replaceAll(/\{\{bare\([^{}]*\)\}\}/g, "")))
    problems.push({ where, problem: "a place stands in quotes: the renderer quotes every value itself" });
  if (command.includes("\n")) problems.push({ where, problem: "one command a line: it holds a line break" });
  return problems;
}
