import type { Language, LocalText } from "../../domain/language.ts";
import type { Environment } from "../evaluation/environment.ts";
import { InvalidExpressionError } from "../evaluation/expression/parse-expression.ts";
import { isTrue } from "../evaluation/is-true.ts";
import { fillTemplate, plainText, shellWord } from "../template.ts";
import { phrases } from "./phrases.ts";

/** A playbook's text in the reader's language; a place without a value says so. */
export function fillText(text: LocalText, environment: Environment, language: Language): string {
  const { notKnown } = phrases[language];
  return text[language].replace(/\{\{(.+?)\}\}/gs, (place) => {
    const filled = tryFill(() => fillTemplate(place, environment, plainText));
    return filled ?? notKnown;
  });
}

/** The same, or undefined where a place has no value. */
export function fillTextWhole(text: string, environment: Environment): string | undefined {
  return tryFill(() => fillTemplate(text, environment, plainText));
}

/** Commands with every value quoted; one with a place that has no allowed value is left out. */
export function fillCommands(commands: readonly string[], environment: Environment): string[] {
  return commands.flatMap((command) => tryFill(() => fillTemplate(command, environment, shellWord)) ?? []);
}

/** Whether a condition of a playbook's action holds; not where it is unknown. */
export function isWanted(condition: string | undefined, environment: Environment): boolean {
  if (condition === undefined) return true;
  try {
    return isTrue(condition, environment);
  } catch (error) {
    if (error instanceof InvalidExpressionError) return false;
    throw error;
  }
}

function tryFill(fill: () => ReturnType<typeof fillTemplate>): string | undefined {
  try {
    const filled = fill();
    return filled.kind === "filled" ? filled.text : undefined;
  } catch (error) {
    if (error instanceof InvalidExpressionError) return undefined;
    throw error;
  }
}
