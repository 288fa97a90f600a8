import { parseArmResourceId, sameArmId } from "../../domain/arm-resource-id.ts";
import type { Hypothesis } from "../assessment/hypothesis.ts";
import { evaluate } from "../evaluation/environment.ts";
import { InvalidExpressionError } from "../evaluation/expression/parse-expression.ts";

/** An object of Microsoft Graph by its path, such as an application: Entra ID's part of a fault has no ARM ID. */
const graphObject = /^\/v1\.0\/[A-Za-z]+(?:\/[A-Za-z]+)*(?:\(appId='[0-9a-f-]{36}'\)|\/[0-9a-f-]{36})$/i;

/** People know an application by its client ID, not by its path. */
const ofApplication = /\(appId='([0-9a-f-]{36})'\)$/i;

/**
 * The resources at fault: the target, then what the playbook names besides. ARM IDs, Graph paths, and behind the path of an
 * application its client ID, each once.
 */
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
    (id) => parseArmResourceId(id) !== undefined || graphObject.test(id),
  );
  const all = ids.flatMap((id) => [id, ...(ofApplication.exec(id)?.slice(1) ?? [])]);
  return all.filter((id, index) => all.findIndex((other) => sameArmId(other, id)) === index);
}
