import type { Scenario } from "../diagnosis/playbooks/support/diagnose-over-simulator.ts";
import { rewrite } from "./rewrite.ts";

/**
 * Names to which Azure or a service gives a meaning: under another name the resource is another thing. `MC_…` is made of
 * the names of a cluster and its group, which are renamed themselves.
 */
const givenNames =
  /^(?:mc_.+|default|current|master|web|internal|privatelink\..+|.+\.(?:net|com|io|org|dev|kr|test|example).*)$/iu;
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** Gives every top-level resource, resource group and subscription another name or ID, wherever it is written. */
export function renameResources(scenario: Scenario): void {
  const renamed = new Map<string, string>();
  for (const { id } of scenario.tenant.resources) {
    const name = topLevelName(id);
    if (name === undefined || givenNames.test(name) || guid.test(name) || !isUnmistakable(name)) continue;
    renamed.set(name.toLowerCase(), turned(name.toLowerCase()));
  }
  for (const { subscriptionId } of scenario.tenant.subscriptions)
    if (typeof subscriptionId === "string")
      renamed.set(subscriptionId.toLowerCase(), otherGuid(subscriptionId.toLowerCase()));
  rewrite(scenario, renamed);
}

function topLevelName(id: string): string | undefined {
  const own = /\/providers\/[^/]+\/[^/]+\/([^/]+)$/iu.exec(id);
  if (
    own &&
    !/\/providers\/.*\/providers\//iu.test(id) &&
    !/\/providers\/microsoft\.authorization\//iu.test(id)
  )
    return own[1];
  return /^\/subscriptions\/[^/]+\/resourcegroups\/([^/]+)$/iu.exec(id)?.[1];
}

/** A name that is no ordinary word: it may be replaced wherever it stands in a text. */
function isUnmistakable(name: string): boolean {
  return name.length >= 6 && /[-\d_]/u.test(name);
}

/** Each letter turned on by seven: the same length, the same kinds of characters. */
function turned(name: string): string {
  return name.replaceAll(/[a-z]/gu, (letter) =>
    String.fromCharCode(97 + ((letter.charCodeAt(0) - 97 + 7) % 26)),
  );
}

export function otherGuid(id: string): string {
  return id.replaceAll(/[0-9a-f]/gu, (digit) => ((Number.parseInt(digit, 16) + 5) % 16).toString(16));
}
