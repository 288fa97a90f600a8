import {
  type AnalysisFunction,
  type Evaluated,
  type EvaluationContext,
  known,
  objectOf,
  unknown,
} from "../../evaluation/evaluated.ts";
import { fieldOf } from "../../evaluation/navigate.ts";
import { type NetworkShape, networkShapes } from "./network-shapes.ts";

/**
 * `reachability(resource, caller, rules?)`: who may reach the public endpoint of a resource?
 *
 * - `resource`: its ARM body; `rules`: the body of its child rules where the service keeps them apart (firewall rules,
 *   `networkRuleSets/default`), else null;
 * - `caller`: `{ address, subnet, in_azure?, via_endpoint? }` — an address, the ID of the subnet that the call comes out of,
 *   whether it runs in Azure, and whether the subnet has the service endpoint of the service: what leaves by that one shows no
 *   public address, so that rules for addresses do not admit it; null where unknown.
 *
 * Gives `public` (`denied`: closed to everyone; `selected`: only what a rule admits; `open`), `address` and `subnet`
 * (`admitted | refused`, null where unknown), `trusted` (true where Microsoft's trusted services pass), and `caller`
 * (`allowed | denied | unstated`).
 */
export const reachability: AnalysisFunction = (args, context) => {
  const [resource, caller, rules] = args;
  if (resource?.kind !== "known")
    return resource ?? unknown({ kind: "undecided", what: { en: "the resource", ko: "리소스" } });
  const type = fieldOf(resource, "type");
  const typeText = type.kind === "known" && typeof type.value === "string" ? type.value.toLowerCase() : "";
  const shape = networkShapes.find(({ types }) => types.includes(typeText));
  if (shape === undefined)
    return unknown({
      kind: "undecided",
      what: { en: "how this resource is protected", ko: "이 리소스의 보호 방식" },
    });
  const variables = {
    doc: resource,
    rules: rules ?? known(null),
    address: memberOr(caller, "address"),
    subnet: memberOr(caller, "subnet"),
    inAzure: memberOr(caller, "in_azure"),
    viaEndpoint: memberOr(caller, "via_endpoint"),
  };
  return factsOf(shape, variables, context);
};

function memberOr(caller: Evaluated | undefined, name: string): Evaluated {
  if (caller === undefined || (caller.kind === "known" && caller.value === null)) return known(null);
  return fieldOf(caller, name);
}

function factsOf(
  shape: NetworkShape,
  variables: Readonly<Record<string, Evaluated>>,
  context: EvaluationContext,
): Evaluated {
  const ask = (expression: string, more: Readonly<Record<string, Evaluated>> = {}) =>
    context.evaluate(expression, known(null), { ...variables, ...more });
  const facts = {
    public: ask(`(${shape.isDisabled}) && 'denied' || (${shape.isOpen}) && 'open' || 'selected'`),
    address: ask(`$address ? ((${shape.admitsAddress}) && 'admitted' || 'refused') : \`null\``),
    subnet: ask(`$subnet ? ((${shape.admitsSubnet}) && 'admitted' || 'refused') : \`null\``),
    // Where no rule admits Azure as a whole it does not matter whether the caller is there.
    azure: ask(`(${shape.admitsAzure ?? "`false`"}) ? ($inAzure && 'admitted' || \`null\`) : \`null\``),
    trusted: ask(shape.admitsTrusted),
  };
  return objectOf({
    ...facts,
    caller: ask(
      [
        "$public == 'denied' && 'denied'",
        "$public == 'open' && 'allowed'",
        "($subnet == 'admitted' || $azure == 'admitted') && 'allowed'",
        "$address == 'admitted' && !($subnet == 'refused' && $viaEndpoint) && 'allowed'",
        "($address == 'refused' || $subnet == 'refused') && 'denied'",
        "'unstated'",
      ].join(" || "),
      facts,
    ),
  });
}
