import { type Change, ChangeSchema } from "../../domain/contract/change.ts";
import { type Environment, evaluate } from "../evaluation/environment.ts";
import { InvalidExpressionError } from "../evaluation/expression/parse-expression.ts";
import { isTrue } from "../evaluation/is-true.ts";
import type { JsonValue } from "../../domain/json-value.ts";
import { elementsOf } from "../evaluation/navigate.ts";
import type { PlaybookAction, PlaybookEffect } from "../playbook.ts";
import { fillTemplate } from "../template.ts";

/**
 * What an action changes, with every place filled in. Undefined where it changes nothing that is known, or where a value
 * is missing: half a change would show what nobody will see.
 */
export function effectsOf(action: PlaybookAction, environment: Environment): readonly Change[] | undefined {
  if (action.effects === undefined) return undefined;
  try {
    const changes = action.effects
      .filter(({ when }) => when === undefined || isTrue(when, environment))
      .map((effect) => changesOf(effect, environment));
    if (changes.length === 0 || changes.some((change) => change === undefined)) return undefined;
    return changes.flatMap((change) => change ?? []);
  } catch (error) {
    if (error instanceof InvalidExpressionError) return undefined;
    throw error;
  }
}

function changesOf(effect: PlaybookEffect, environment: Environment): readonly Change[] | undefined {
  const ids = idsOf(effect, environment);
  if (ids === undefined) return undefined;
  const changes = ids.flatMap((id) => changesAt(effect, id, environment));
  const parsed = changes.map((change) => ChangeSchema.safeParse(change));
  return parsed.every(({ success }) => success) ? parsed.map(({ data }) => data!) : undefined;
}

function changesAt(effect: PlaybookEffect, id: string, environment: Environment): readonly unknown[] {
  const { kind } = effect;
  switch (kind) {
    case "set":
    case "append":
      return Object.entries(effect.values).map(([pointer, expression]) => ({
        kind,
        id,
        pointer,
        value: kind === "append" ? itemOf(expression, environment) : valueOf(expression, environment),
      }));
    case "create":
      return [{ kind, id, body: valueOf(effect.body, environment) }];
    case "delete":
      return [{ kind, id }];
    case "measure":
      return [{ kind, id, metric: effect.metric, value: valueOf(effect.value, environment) }];
  }
}

/** The one resource that the template names, or each of those that an expression lists. */
function idsOf({ id, each }: PlaybookEffect, environment: Environment): readonly string[] | undefined {
  if (each !== undefined) {
    const list = evaluate(each, environment);
    const items = list.kind === "known" ? (elementsOf(list) ?? []) : [];
    const ids = items.map((item) => (item.kind === "known" ? item.value : undefined));
    return ids.length > 0 && ids.every((item) => typeof item === "string") ? ids : undefined;
  }
  const filled = fillTemplate(id ?? "", environment, inId);
  return filled.kind === "filled" && filled.text.startsWith("/") ? [filled.text] : undefined;
}

/** Undefined where it is unknown, which no change allows. */
function valueOf(expression: string, environment: Environment): JsonValue | undefined {
  const value = evaluate(expression, environment);
  return value.kind === "known" ? value.value : undefined;
}

/** A list takes no null: an address that nobody states is not known. */
function itemOf(expression: string, environment: Environment): JsonValue | undefined {
  return valueOf(expression, environment) ?? undefined;
}

function inId(value: JsonValue): string | undefined {
  return typeof value === "string" && /^[^\s?#%\\<>"\p{Cc}\p{Cf}]+$/u.test(value) ? value : undefined;
}
