import type { Scenario } from "../diagnosis/playbooks/support/diagnose-over-simulator.ts";
import { rewrite } from "./rewrite.ts";

/** Regions and their display names; each is moved to the next. */
const regions = [
  ["westeurope", "West Europe"],
  ["koreacentral", "Korea Central"],
  ["northeurope", "North Europe"],
  ["japaneast", "Japan East"],
  ["uksouth", "UK South"],
  ["brazilsouth", "Brazil South"],
  ["swedencentral", "Sweden Central"],
  ["eastus2", "East US 2"],
  ["francecentral", "France Central"],
  ["germanywestcentral", "Germany West Central"],
  ["westus2", "West US 2"],
  ["australiaeast", "Australia East"],
  ["norwayeast", "Norway East"],
  ["southeastasia", "Southeast Asia"],
  ["westus3", "West US 3"],
  ["canadacentral", "Canada Central"],
  ["eastus", "East US"],
  ["centralus", "Central US"],
  ["eastasia", "East Asia"],
] as const;

/** Moves everything to other regions: wherever one is written, in a name, a host or a text. */
export function relocateTenant(scenario: Scenario): void {
  const moved = new Map<string, string>();
  for (const [index, [name, displayName]] of regions.entries()) {
    const [nextName, nextDisplayName] = regions[(index + 1) % regions.length]!;
    moved.set(name, nextName);
    moved.set(displayName.toLowerCase(), nextDisplayName);
  }
  rewrite(scenario, moved);
}
