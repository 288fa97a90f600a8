import { z } from "zod";
import type { HostSignal } from "../../domain/signals.ts";
import { splitHost } from "./hosts/split-host.ts";
import { list } from "./kql-text.ts";
import type { ResourceRow } from "./resource-rows.ts";

/** The columns of a query that bring the environment of container apps along, which App Service shows to no reader. */
export const environmentColumn =
  "containers = properties.template.containers, secrets = properties.configuration.secrets";

/** Types whose environment stands in their body. */
const containerTypes = [
  "microsoft.app/containerapps",
  "microsoft.app/jobs",
  "microsoft.containerinstance/containergroups",
];

/** Wherever they stand, the containers whose environment names what the request addresses: they may have called it. */
export function callersByEnvironment(hosts: readonly HostSignal[]): string[] {
  const names = [
    ...new Set(hosts.flatMap(({ name, type }) => (type && name && name.length > 4 ? [name] : []))),
  ];
  if (names.length === 0) return [];
  return [`(type in~ (${list(containerTypes)}) and tostring(properties) has_any (${list(names)}))`];
}

const ContainersSchema = z.array(
  z.looseObject({ env: z.array(z.looseObject({ value: z.string().nullish() })).nullish() }),
);

/** A secret's own value is shown to no reader; where it comes from a vault, its address there is. */
const SecretsSchema = z.array(z.looseObject({ keyVaultUrl: z.string().nullish() }));

/** The values in the environments of the containers of these rows, and the addresses of their secrets. */
export function environmentsOf(rows: readonly ResourceRow[]): string[] {
  return rows.flatMap(({ containers, secrets }) => {
    const values = ContainersSchema.safeParse(containers).data ?? [];
    const addresses = SecretsSchema.safeParse(secrets).data ?? [];
    return [
      ...values.flatMap(({ env }) => (env ?? []).flatMap(({ value }) => value ?? [])),
      ...addresses.flatMap(({ keyVaultUrl }) => keyVaultUrl ?? []),
    ];
  });
}

const hostName = /(?<![\w.-])(?:[a-z0-9-]{1,63}\.){2,7}[a-z]{2,12}(?![\w-])/gi;
const mostAddressed = 20;

/** Wherever they stand, the services whose hosts these rows' environments name. */
export function addressedByEnvironment(rows: readonly ResourceRow[]): string[] {
  const hosts = environmentsOf(rows).flatMap((value) => value.slice(0, 2_000).match(hostName) ?? []);
  const found = new Map<string, string>();
  for (const host of hosts) {
    const { name, type } = splitHost(host) ?? {};
    if (name && type) found.set(`(type =~ ${list([type])} and name =~ ${list([name])})`, name);
  }
  return [...found.keys()].slice(0, mostAddressed);
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
