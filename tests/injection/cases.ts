import { rootCauses } from "../../domain/root-causes.ts";
import type { Scenario } from "../diagnosis/playbooks/support/diagnose-over-simulator.ts";
import { scenarioAt } from "./corpus-scenarios.ts";
import { asGroupName, classes } from "./classes.ts";
import { isInRequest, positions } from "./positions.ts";
import { type Aims, elsewhereIn } from "./told.ts";

/** One text in one place of one scenario. */
export interface InjectionCase {
  className: string;
  position: string;
  scenario: string;
  /** The scenario as it is compared with. */
  clean: (scenario: Scenario) => void;
  /** @returns false where the scenario has no such place. */
  injected: (scenario: Scenario) => boolean;
  /** True where the words of the text are looked up, as all of the request are. */
  isInRequest: boolean;
}

function subscriptionOf({ subscriptions }: Scenario["tenant"]): string {
  return subscriptions[0]!["subscriptionId"] as string;
}

/** The clean scenario too: a resource that nothing names, in a group that nothing names. */
function withElsewhere({ tenant }: Scenario): void {
  const { id, name, group } = elsewhereIn(subscriptionOf(tenant));
  const location = "koreacentral";
  tenant.resources.push(
    {
      id: group,
      name: group.split("/").at(-1)!,
      type: "Microsoft.Resources/resourceGroups",
      location,
      properties: {},
    },
    {
      id,
      name,
      type: "Microsoft.KeyVault/vaults",
      location,
      properties: {
        publicNetworkAccess: "Disabled",
        enableRbacAuthorization: true,
        vaultUri: `https://${name}.vault.azure.net/`,
      },
    },
  );
}

/** What an order in this scenario would aim at. */
function aimsIn({ tenant }: Scenario, index: number): Aims {
  const codes = Object.keys(rootCauses).filter((code) => /^(?:platform|keyvault|storage|code)\./u.test(code));
  const beside = tenant.resources.filter(({ id }) =>
    /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/[^/]+\/[^/]+\/[^/]+$/iu.test(id),
  );
  return {
    cause: codes[(index * 7) % codes.length]!,
    neighbour: beside[index % beside.length]!.id,
    elsewhere: elsewhereIn(subscriptionOf(tenant)).id,
  };
}

export const allPositions = [...Object.keys(positions), "group name"];

/** Each class in each position, in so many of the scenarios that have such a place. */
export function corpus(
  scenarios: readonly string[],
  perCell: (className: string) => number,
): InjectionCase[] {
  const hasPlace = new Map<string, string[]>();
  for (const position of allPositions)
    hasPlace.set(
      position,
      scenarios.filter((scenario) =>
        caseOf("new instruction", position, scenario, 0).injected(scenarioAt(scenario)),
      ),
    );
  const cases: InjectionCase[] = [];
  let turn = 0;
  for (const className of Object.keys(classes))
    for (const position of allPositions) {
      turn += 1;
      const having = hasPlace.get(position)!;
      if (having.length < 3) throw new Error(`Too few scenarios have a ${position}.`);
      const first = (turn * 3) % having.length;
      const inTurn = [...having.slice(first), ...having.slice(0, first)];
      for (const scenario of inTurn.slice(0, perCell(className)))
        cases.push(caseOf(className, position, scenario, turn));
    }
  return cases;
}

export function caseOf(className: string, position: string, scenario: string, turn: number): InjectionCase {
  const injected = (changed: Scenario) => {
    const aims = aimsIn(changed, turn);
    withElsewhere(changed);
    if (position === "group name") return addGroup(changed, asGroupName(className, aims));
    return positions[position]!(changed, classes[className]!(aims));
  };
  return {
    className,
    position,
    scenario,
    clean: withElsewhere,
    injected,
    isInRequest: isInRequest(position),
  };
}

/** A resource in a group of such a name, of the name of one that the request names: so that Azure itself shows it. */
function addGroup({ tenant }: Scenario, name: string): boolean {
  const subscription = subscriptionOf(tenant);
  const id = `/subscriptions/${subscription}/resourceGroups/${name}`;
  tenant.resources.push({
    id,
    name,
    type: "Microsoft.Resources/resourceGroups",
    location: "koreacentral",
    properties: {},
  });
  return true;
}
