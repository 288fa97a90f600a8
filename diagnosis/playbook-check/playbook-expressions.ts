import type { LocalText } from "../../domain/language.ts";
import type { Playbook, PlaybookAction, PlaybookEffect, PlaybookRead } from "../playbook.ts";
import { expressionsIn } from "../template.ts";

/** An expression of a playbook and where it stands; a template's places count each. */
export interface PlacedExpression {
  readonly where: string;
  readonly expression: string;
}

/** The expressions of one read: what must be known before it can be made, and its title. */
export function readExpressions(name: string, read: PlaybookRead): PlacedExpression[] {
  const where = `reads.${name}`;
  const { request } = read;
  const query = request.query;
  return [
    ...whole(`${where}.each`, read.each),
    ...whole(`${where}.when`, read.when),
    ...localText(`${where}.title`, read.title),
    ...places(`${where}.request.path`, request.path),
    ...places(`${where}.request.query`, typeof query === "string" ? query : undefined),
    ...(typeof query === "object"
      ? Object.entries(query).flatMap(([key, text]) => places(`${where}.request.query.${key}`, text))
      : []),
    ...places(`${where}.request.resourceId`, request.resourceId),
    ...places(`${where}.request.command`, request.command),
    ...places(`${where}.request.interval`, request.interval),
    ...places(`${where}.request.filter`, request.filter),
    ...whole(`${where}.request.subscriptions`, request.subscriptions),
    ...whole(`${where}.request.from`, request.from),
    ...whole(`${where}.request.to`, request.to),
  ];
}

/** What people read, and what decides which of it they read. */
export function textExpressions(playbook: Playbook): PlacedExpression[] {
  return [...singleExpressions(playbook), ...playbook.actions.flatMap(repeatedExpressions)];
}

/** The same without what of an action is there for each element of its list. */
export function singleExpressions(playbook: Playbook): PlacedExpression[] {
  return [
    ...localText("explanation", playbook.explanation),
    ...(playbook.details ?? []).flatMap(({ when, text }, at) => [
      ...whole(`details[${at}].when`, when),
      ...localText(`details[${at}].text`, text),
    ]),
    ...localText("ruledOut", playbook.ruledOut),
    ...(playbook.settledBy === undefined ? [] : localText("settledBy", playbook.settledBy)),
    ...(playbook.culprits ?? []).flatMap((expression, at) => whole(`culprits[${at}]`, expression)),
    ...playbook.actions.flatMap((action, at) => {
      const where = `actions[${at}]`;
      return [
        ...localText(`${where}.title`, action.title),
        ...localText(`${where}.why`, action.why),
        ...whole(`${where}.each`, action.each),
        ...places(`${where}.config`, action.config),
        ...places(`${where}.needsRole`, action.needsRole),
        ...whole(`${where}.when`, action.when),
        ...whole(`${where}.unless`, action.unless),
      ];
    }),
    ...localText("verify.text", playbook.verify.text),
    ...playbook.verify.commands.flatMap((command, line) => places(`verify.commands[${line}]`, command)),
  ];
}

/** What of an action is there for each element of its list. */
export function repeatedExpressions(action: PlaybookAction, at: number): PlacedExpression[] {
  const where = `actions[${at}]`;
  return [
    ...action.commands.flatMap((command, line) => places(`${where}.commands[${line}]`, command)),
    ...places(`${where}.undo`, action.undo),
    ...(action.effects ?? []).flatMap((effect, number) =>
      effectExpressions(`${where}.effects[${number}]`, effect),
    ),
  ];
}

function effectExpressions(where: string, effect: PlaybookEffect): PlacedExpression[] {
  return [
    ...places(`${where}.id`, effect.id),
    ...whole(`${where}.each`, effect.each),
    ...whole(`${where}.when`, effect.when),
    ...("values" in effect
      ? Object.entries(effect.values).flatMap(([pointer, value]) =>
          whole(`${where}.values.${pointer}`, value),
        )
      : []),
    ...("body" in effect ? whole(`${where}.body`, effect.body) : []),
    ...("value" in effect ? whole(`${where}.value`, effect.value) : []),
  ];
}

export function letExpressions(playbook: Playbook): PlacedExpression[] {
  return Object.entries(playbook.let ?? {}).map(([name, expression]) => ({
    where: `let.${name}`,
    expression,
  }));
}

function whole(where: string, expression: string | undefined): PlacedExpression[] {
  return expression === undefined ? [] : [{ where, expression }];
}

function places(where: string, template: string | undefined): PlacedExpression[] {
  return expressionsIn(template ?? "").map((expression) => ({ where, expression }));
}

function localText(where: string, text: LocalText): PlacedExpression[] {
  return [...places(`${where}.en`, text.en), ...places(`${where}.ko`, text.ko)];
}
