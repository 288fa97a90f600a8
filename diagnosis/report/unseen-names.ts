import type { z } from "zod";
import { parseArmResourceId } from "../../domain/arm-resource-id.ts";
import type { GapSchema } from "../../domain/contract/report.ts";
import type { Language } from "../../domain/language.ts";
import type { Signals } from "../../domain/signals.ts";
import { phrases } from "./phrases.ts";

type Gap = z.infer<typeof GapSchema>;

/** More would bury the others. */
const mostNamed = 3;

/**
 * What the request names by host or ID, and no subscription that the developer can see holds: it does not exist, or rights hide it.
 * Where nothing is known, that is the first thing to find out.
 */
export function unseenNames({ hosts, resourceIds, resources }: Signals, language: Language): Gap[] {
  const said = phrases[language];
  const isSeen = (type: string, name: string) =>
    resources.some((one) => one.type === type.toLowerCase() && one.name.toLowerCase() === name.toLowerCase());
  const byHost = hosts.flatMap(({ host, name, type }) =>
    name === undefined || type === undefined || isSeen(type, name) ? [] : [{ what: host, type }],
  );
  const byId = resourceIds.flatMap(({ id, type }) => {
    const name = parseArmResourceId(id)?.name;
    const isHere = resources.some((one) => one.id.toLowerCase() === id.toLowerCase());
    return name === undefined || type === "" || isHere || isSeen(type, name) ? [] : [{ what: id, type }];
  });
  const unseen = new Map([...byHost, ...byId].map((one) => [one.what.toLowerCase(), one]));
  return [...unseen.values()]
    .slice(0, mostNamed)
    .map(({ what, type }) => ({ what: said.notVisible(what), permission: `${type}/read` }));
}
