import { z } from "zod";
import { LanguageSchema } from "./language.ts";

/** Where in the request a signal was found: a pointer into e0 and the line there. */
const at = { pointer: z.string(), line: z.int().min(1) };

/** A host name of an Azure service, taken apart: `kv-orders.vault.azure.net` -> keyvault, kv-orders. */
export const HostSignalSchema = z.looseObject({
  host: z.string(),
  /** Our short word for the service: keyvault, storage.blob, storage.queue, sql, postgres, mysql, cosmos, servicebus, … */
  service: z.string(),
  /** The resource's name where the host carries it. */
  name: z.string().optional(),
  /** Lower-case ARM type of the resource behind the host, such as `microsoft.keyvault/vaults`. */
  type: z.string().optional(),
  cloud: z.enum(["public", "china", "usgov"]),
  ...at,
});

export const CodeSignalSchema = z.looseObject({
  /** As written, such as `AuthorizationFailure`, `AADSTS7000222`, `403`, `18456`, `ScopeLocked`. */
  code: z.string(),
  family: z.enum([
    "http",
    "arm",
    "aadsts",
    "storage",
    "sql",
    "postgres",
    "mysql",
    "amqp",
    "cosmos",
    "openai",
    "network",
    "other",
  ]),
  ...at,
});

export const ResourceMatchSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  /** Lower case. */
  type: z.string(),
  subscriptionId: z.string(),
  resourceGroup: z.string().optional(),
  location: z.string().optional(),
  kind: z.string().optional(),
  /** How it was found: its ID was given, a host names it, its exact name stands in the text, or it lives in the resource group of one of those. */
  matchedBy: z.enum(["id", "host", "name", "neighbour"]),
  /** The evidence (e3 or e4) and the JSON pointer of its row there. */
  evidenceId: z.string(),
  row: z.string(),
});

/**
 * What identifies things in the request, extracted without judgement (evidence e1). Every list keeps the order of
 * appearance, without doubles. `resources` holds what Resource Graph knows under the names found; two matches for one
 * name stay two: ambiguity is carried.
 */
export const SignalsSchema = z.looseObject({
  /** Azure's clock when the diagnosis began: the Date header of the first answer. */
  now: z.string(),
  /** When the failure was seen: `context.observed_at`, else the latest time in the error, else `now`. */
  observedAt: z.string(),
  language: LanguageSchema,
  subscriptionIds: z.array(z.string()),
  tenantIds: z.array(z.string()),
  /** The subscriptions that the developer can see, as ARM lists them. */
  visibleSubscriptions: z.array(z.looseObject({ id: z.string(), name: z.string(), state: z.string() })),
  resourceIds: z.array(z.looseObject({ id: z.string(), type: z.string(), ...at })),
  hosts: z.array(HostSignalSchema),
  codes: z.array(CodeSignalSchema),
  /** Words of the text that could be resource names, for resolution. */
  names: z.array(z.string()),
  clientAddresses: z.array(z.looseObject({ address: z.string(), ...at })),
  guids: z.array(
    z.looseObject({
      guid: z.string(),
      role: z.enum([
        "client_id",
        "object_id",
        "correlation_id",
        "request_id",
        "tenant_id",
        "subscription_id",
        "unknown",
      ]),
      ...at,
    }),
  ),
  times: z.array(z.looseObject({ time: z.string(), ...at })),
  /** ARM actions named by the error: `Microsoft.Storage/storageAccounts/write`, with scope where it is stated. */
  actions: z.array(z.looseObject({ action: z.string(), scope: z.string().optional(), ...at })),
  /** SDK, language and tool seen in stack frames or code: `azure-sdk-python`, `azure-cli`, `terraform`, … with versions. */
  tools: z.array(z.looseObject({ tool: z.string(), version: z.string().optional(), ...at })),
  /** Where the failing code seems to run: `app_service`, `functions`, `aks`, `container_apps`, `azure_devops_hosted`, `github_hosted`, `local`, … */
  runsOn: z.array(
    z.looseObject({
      place: z.string(),
      /** The name of the machine, where a prompt or a log line tells it. */
      machine: z.string().optional(),
      ...at,
    }),
  ),
  /**
   * Labelled values of the error text: `ErrorCode: AuthorizationFailure`, `Substatus=5300`, `azure-cli 2.59.0`, JSON
   * properties, and `stack frame` for the innermost frame of the developer's own code. First value wins.
   */
  fields: z.record(z.string(), z.string()),
  /** The line of the error on which each of `fields` stands. */
  fieldLines: z.record(z.string(), z.int().min(1)),
  /** Settings, environment variables and endpoints found in the code, name -> value (redacted). */
  settings: z.array(z.looseObject({ name: z.string(), value: z.string(), ...at })),
  resources: z.array(ResourceMatchSchema),
});
export type Signals = z.infer<typeof SignalsSchema>;
export type ResourceMatch = z.infer<typeof ResourceMatchSchema>;
export type HostSignal = z.infer<typeof HostSignalSchema>;
