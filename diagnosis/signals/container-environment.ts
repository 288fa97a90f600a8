import { z } from "zod";
import type { HostSignal } from "../../domain/signals.ts";
import { list } from "./kql-text.ts";
import type { ResourceRow } from "./resource-rows.ts";

/** The columns of a query that bring the environment of container apps along, which App Service shows to no reader. */
export const environmentColumn = "containers = properties.template.containers";

/** Types whose environment stands in their body. */
const containerTypes = [
  "microsoft.app/containerapps",
  "microsoft.app/jobs",
  "microsoft.containerinstance/containergroups",
];

/** Wherever they stand, the containers whose environment names what the request addresses: they may have called it. */
export function callersByEnvironment(hosts: readonly HostSignal[]): string[] {
  const names = [...new Set(hosts.flatMap(({ name, type }) => (type && name && name.length > 4 ? [name] : [])))];
  if (names.length === 0) return [];
  return [`(type in~ (${list(containerTypes)}) and tostring(properties) has_any (${list(names)}))`];
}

const ContainersSchema = z.array(
  z.looseObject({ env: z.array(z.looseObject({ value: z.string().nullish() })).nullish() }),
);

/** The values in the environments of the containers of these rows. */
export function environmentsOf(rows: readonly ResourceRow[]): string[] {
  return rows.flatMap(({ containers }) => {
    const parsed = ContainersSchema.safeParse(containers);
    if (!parsed.success) return [];
    return parsed.data.flatMap(({ env }) => (env ?? []).flatMap(({ value }) => value ?? []));
  });
}

/** The environment calls the resource by its name, or by a host that begins with it. */
export function isToldBy(values: readonly string[], { name }: ResourceRow): boolean {
  const wanted = name.toLowerCase();
  return wanted.length > 2 && values.some((value) => hasWord(value.toLowerCase(), wanted));
}

function hasWord(text: string, word: string): boolean {
  if (text === word) return true;
  for (let at = text.indexOf(`${word}.`); at >= 0; at = text.indexOf(`${word}.`, at + 1))
    if (!/[a-z0-9.-]/.test(text[at - 1] ?? " ")) return true;
  return false;
}
