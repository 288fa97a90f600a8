import {
  type AnalysisFunction,
  type Evaluated,
  type EvaluationContext,
  known,
  objectOf,
  unknown,
} from "../../evaluation/evaluated.ts";
import { elementsOf, fieldOf } from "../../evaluation/navigate.ts";
import { allOf } from "../../evaluation/proof.ts";
import { supportOf } from "../../evaluation/truth.ts";
import { type NetworkShape, networkShapes } from "./network-shapes.ts";

/**
 * `reachability(resource, caller, rules?)`: who may reach the public endpoint of a resource?
 *
 * - `resource`: its ARM body; `rules`: the body of its child rules where the service keeps them apart (firewall rules,
 *   `networkRuleSets/default`), else null;
 * - `caller`: `{ address, addresses?, subnet, in_azure?, via_endpoint? }` — an address, or all those of which any call may
 *   take any, the ID of the subnet that the call comes out of, whether it runs in Azure, and whether the subnet has the service endpoint of the service: what leaves by that one shows no
 *   public address, so that rules for addresses do not admit it; null where unknown.
 *
 * A caller of several addresses is admitted only by rules for each of them: an app in App Service goes out by any of its own.
 *
 * Gives `at` (the address that the rest is about: the first that no rule admits), `public` (`denied`: closed to everyone; `selected`: only what a rule admits; `open`), `address` and `subnet`
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
  return factsOf(shape, variables, context, memberOr(caller, "addresses"));
};

/** Whether rules admit an address. */
interface Admission {
  readonly at: Evaluated;
  readonly address: Evaluated;
}

/** The first that is refused; else, resting on all, that they are admitted; else the first of which it is not known. */
function admissionOfAll(all: readonly Admission[]): Admission {
  const refused = all.find(({ address }) => address.kind === "known" && address.value === "refused");
  const unsure = all.find(({ address }) => address.kind === "unknown");
  if (refused !== undefined || unsure !== undefined) return refused ?? unsure!;
  const proofs = all.flatMap(({ address }) => (address.kind === "known" ? [supportOf(address)] : []));
  return { at: all[0]!.at, address: known("admitted", allOf(...proofs)) };
}

function memberOr(caller: Evaluated | undefined, name: string): Evaluated {
  if (caller === undefined || (caller.kind === "known" && caller.value === null)) return known(null);
  return fieldOf(caller, name);
}

function factsOf(
  shape: NetworkShape,
  variables: Readonly<Record<string, Evaluated>>,
  context: EvaluationContext,
  addresses: Evaluated,
): Evaluated {
  const ask = (expression: string, more: Readonly<Record<string, Evaluated>> = {}) =>
    context.evaluate(expression, known(null), { ...variables, ...more });
  const admission = (address: Evaluated): Admission => ({
    at: address,
    address: ask(`$address ? ((${shape.admitsAddress}) && 'admitted' || 'refused') : \`null\``, { address }),
  });
  const each = addresses.kind === "known" ? (elementsOf(addresses) ?? []) : [];
  const facts = {
    ...(each.length > 1
      ? admissionOfAll(each.map(admission))
      : admission(variables["address"] ?? known(null))),
    public: ask(`(${shape.isDisabled}) && 'denied' || (${shape.isOpen}) && 'open' || 'selected'`),
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
