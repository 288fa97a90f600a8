import type { Scenario } from "../diagnosis/playbooks/support/diagnose-over-simulator.ts";
import { otherGuid } from "./renamed-resources.ts";

const copiesOfEach = 50;

/** Puts fifty unrelated resources of every type beside what is there, in groups of their own. */
export function crowdTenant({ tenant }: Scenario): void {
  const models = new Map<string, (typeof tenant.resources)[number]>();
  for (const resource of tenant.resources) {
    const type = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/([^/]+\/[^/]+)\/[^/]+$/iu.exec(
      resource.id,
    )?.[1];
    if (type !== undefined && !/^microsoft\.(?:authorization|resources)\//iu.test(type))
      models.set(type.toLowerCase(), resource);
  }
  for (const model of models.values())
    for (let copy = 1; copy <= copiesOfEach; copy += 1) tenant.resources.push(copyOf(model, copy));
}

function copyOf<Resource extends { id: string }>(model: Resource, copy: number): Resource {
  const [, subscriptionId, provider, name] =
    /^\/subscriptions\/([^/]+)\/resourceGroups\/[^/]+\/providers\/([^/]+\/[^/]+)\/([^/]+)$/iu.exec(model.id)!;
  const other = `unrelated${copy}`;
  const text = JSON.stringify(model)
    .replaceAll(name!, other)
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/giu, (id) =>
      id.toLowerCase() === subscriptionId!.toLowerCase() ? id : otherGuid(id.toLowerCase()),
    );
  return {
    ...(JSON.parse(text) as Resource),
    id: `/subscriptions/${subscriptionId}/resourceGroups/rg-unrelated-${copy}/providers/${provider}/${other}`,
    name: other,
  };
}
