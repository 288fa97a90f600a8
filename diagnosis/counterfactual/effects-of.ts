import { type Change, ChangeSchema } from "../../domain/contract/change.ts";
import { type Environment, evaluate } from "../evaluation/environment.ts";
import { InvalidExpressionError } from "../evaluation/expression/parse-expression.ts";
import { isTrue } from "../evaluation/is-true.ts";
import type { JsonValue } from "../../domain/json-value.ts";
import { elementsOf } from "../evaluation/navigate.ts";
import type { PlaybookAction, PlaybookEffect } from "../playbook.ts";
import { repeatsOf } from "../repeats-of.ts";
import { fillTemplate } from "../template.ts";

/**
 * What an action changes, with every place filled in. Undefined where it changes nothing that is known, or where a value
 * is missing: half a change would show what nobody will see.
 */
export function effectsOf(action: PlaybookAction, environment: Environment): readonly Change[] | undefined {
  const { effects } = action;
  if (effects === undefined) return undefined;
  try {
    const changes = repeatsOf(action, environment).flatMap((each) =>
      effects
        .filter(({ when }) => when === undefined || isTrue(when, each))
        .map((effect) => changesOf(effect, each)),
    );
    if (changes.length === 0 || changes.some((change) => change === undefined)) return undefined;
    // What does not name the element is one change.
    const whole = changes.flatMap((change) => change ?? []);
    return [...new Map(whole.map((change) => [JSON.stringify(change), change])).values()];
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
      return Object.entries(effect.values).flatMap(([pointer, expression]) => {
        const values = kind === "set" ? [valueOf(expression, environment)] : itemsOf(expression, environment);
        return values.map((value) => ({ kind, id, pointer, value }));
      });
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

/** What a list gets: each of several. It takes no null, since an address that nobody states is not known. */
function itemsOf(expression: string, environment: Environment): readonly (JsonValue | undefined)[] {
  const value = valueOf(expression, environment) ?? undefined;
  return Array.isArray(value) && value.length > 0 ? value : [Array.isArray(value) ? undefined : value];
}

function inId(value: JsonValue): string | undefined {
  return typeof value === "string" && /^[^\s?#%\\<>"\p{Cc}\p{Cf}]+$/u.test(value) ? value : undefined;
}
