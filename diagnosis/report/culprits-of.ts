import { parseArmResourceId, sameArmId } from "../../domain/arm-resource-id.ts";
import type { Hypothesis } from "../assessment/hypothesis.ts";
import { evaluate } from "../evaluation/environment.ts";
import { InvalidExpressionError } from "../evaluation/expression/parse-expression.ts";

/** The resources at fault: the target, then what the playbook names besides. Only ARM IDs, each once. */
export function culpritsOf({ playbook, target, environment }: Hypothesis): string[] {
  const named = (playbook.culprits ?? []).flatMap((expression) => {
    try {
      const value = evaluate(expression, environment);
      const found = value.kind === "known" ? value.value : null;
      return (Array.isArray(found) ? found : [found]).filter((id) => typeof id === "string");
    } catch (error) {
      if (error instanceof InvalidExpressionError) return [];
      throw error;
    }
  });
  const ids = [...(target === undefined ? [] : [target]), ...named].filter(
    (id) => parseArmResourceId(id) !== undefined,
  );
  return ids.filter((id, index) => ids.findIndex((other) => sameArmId(other, id)) === index);
}
