import { find, type Scan } from "../scan.ts";
import type { TextPart } from "../text-part.ts";
import { hasResourcePrefix } from "./resource-prefixes.ts";
import { isStopWord } from "./stop-words.ts";

const mostNames = 150;

/** Names of Azure resources and groups are made of these, and 90 characters long at most. */
const isName = /^[A-Za-z0-9](?:[\w.()-]{0,88}[A-Za-z0-9_)])?$/;
const isNoName =
  /^(?:\d[\d.,:_-]{0,60}|[0-9a-f]{16,90}|[0-9a-f]{8}-[0-9a-f-]{20,40}|v?\d{1,4}(?:\.\d{1,6}){1,4}[\w.-]{0,20}|0x[0-9a-f]{1,40}|\d{4}-\d\d-\d\d\S{0,30}|x-ms-\S{1,60}|--\S{0,60}|\S{1,80}\.(?:cs|py|js|ts|mjs|cjs|java|go|php|rb|json|ya?ml|tf|bicep|sh|ps1|md|txt|zip|dll|exe|csproj|net|com|io|org|log|env))$/i;

const isVariable = /^[A-Z][A-Z0-9]{0,30}(?:_[A-Z0-9]{1,30}){1,8}$/;

/** Places that hold a name for sure, the surest first. The last group that took part is the name. */
const namedPlaces: readonly RegExp[] = [
  // Flags of the command lines: `-n x`, `--resource-group x`, `-ResourceGroupName x`.
  /(?:\s|^)(?:-g|-n|--?[a-z-]{0,40}(?:name|group|account|registry|vault|server|cluster|namespace|workspace|environment|profile|factory|hub|slot|app))[ =]{1,3}["']?([A-Za-z0-9][\w.()-]{1,89})/gi,
  // Parts of resource IDs, even of masked ones.
  /\/resourceGroups\/([A-Za-z0-9_().-]{1,90})/gi,
  /\/providers\/[A-Za-z.]{3,60}\/[A-Za-z]{2,60}\/([A-Za-z0-9][\w.()-]{1,89})/gi,
  // `Microsoft.Network/applicationGateways/agw-shop`, without the scope that it lives in.
  /\bMicrosoft\.[A-Za-z.]{2,50}\/[A-Za-z]{2,60}\/([A-Za-z0-9][\w.()-]{1,89})/gi,
  // `Account Name: "x"`, `resource_group_name = "x"`, `keyvault: x`, `Vault: x;location=…`.
  /\b(?:[A-Za-z]{2,20}[ _-]?)?(?:resource ?group|account|vault|keyvault|server|site|registry|cluster|namespace|workspace|factory|app ?service|function ?app|container ?app|storage|gateway|profile|resource|environment|host ?name|web ?app|database)(?:[ _-]?name)?["']?\s{0,4}[:=]\s{0,4}["'\\]{0,3}([A-Za-z0-9][\w.-]{1,89})/gi,
  // `site x`, `server 'x'`, `key vault "x"`, `Resource 'x'`.
  /\b(?:resource ?group|account|vault|server|site|registry|cluster|namespace|workspace|factory|app|gateway|profile|resource|environment|slot|identity|registry|subnet|network)\s{1,2}["'(`\\]{1,3}([A-Za-z0-9][\w.-]{1,89})["')`\\]/gi,
  /\b(?:for site|of site|web app|function app|container app|storage account|key vault|resource group|app service|registry|namespace|cluster|factory|server)\s{1,2}["'`]?([a-z0-9][a-z0-9-]{2,60})/gi,
  // `Field 'template.containers.web.image'`, `registry.azurecr.io/team/web:1.4`: an app is mostly called as its image is.
  /\btemplate\.(?:init)?containers\.([a-z0-9][a-z0-9-]{1,62})\./gi,
  /\bazurecr\.(?:io|cn|us)\/(?:[a-z0-9._-]{1,60}\/){0,4}([a-z0-9][a-z0-9._-]{1,62})[:@]/gi,
  // `azureuser@vm-jump:~$`, `[root@vm-jump ~]#`
  /(?:^|[\s[])[a-z_][a-z0-9_-]{0,31}@([A-Za-z0-9][A-Za-z0-9-]{1,62})(?::[~/]| [~/])/gm,
  // `Container web-shop_0_6b1f0a2c`, `web-shop__green_1_9ac1`: App Service calls a container after its site.
  /(?:^|[\s'"/])([a-z0-9][a-z0-9-]{1,58}[a-z0-9])(?:__[a-z0-9-]{1,59})?_\d{1,3}_[0-9a-f]{4,10}(?![\w-])/gim,
  // `> web@1.2.0 start`: npm, pnpm and yarn print the package that they run.
  /^\s{0,4}> ([a-z0-9][a-z0-9._-]{1,60})@\d/gim,
];
/** What is given to `name` in a template or manifest. */
const nameProperties =
  /\b(?:name|namePrefix|accountName|serverName|vaultName|siteName)["']?\s{0,20}[:=]\s{0,4}["']([A-Za-z0-9][\w.-]{1,89})["']/gi;
const quotedWord = /["'`]([A-Za-z0-9][\w-]{2,62})["'`]/g;
const word = /(?<![\w.@$%{/\\-])[A-Za-z0-9](?:[\w-]{1,61}[A-Za-z0-9])(?![\w@\\])/g;
/**
 * `orders-7f6b4c9d8c-2hqzv` is a pod of `orders`; `web--r4k9d2m` a revision of `web`, and `web--r4k9d2m-6c9d7f7b5-q2lvx` a
 * replica of that.
 */
const generatedEnd = /(?:-[a-f0-9]{8,10}-[a-z0-9]{5}|--[a-z0-9]{5,12})$/;

/**
 * Words that could be names of resources, most likely first. Which of them are is decided by exact match against what
 * Resource Graph knows, so the list is generous, and bounded.
 *
 * @param known  names found in IDs and host names; they go first.
 */
export function findNames(scan: Scan, parts: readonly TextPart[], known: readonly string[]): string[] {
  const tiers: Set<string>[] = [new Set(), new Set(), new Set(), new Set(), new Set()];
  const add = (tier: number, name: string) => {
    const owner = name.replace(generatedEnd, "");
    for (const candidate of [name, owner, owner.replace(generatedEnd, "")])
      if (
        isName.test(candidate) &&
        !isNoName.test(candidate) &&
        !isVariable.test(candidate) &&
        !isStopWord(candidate)
      )
        tiers[tier]!.add(candidate);
  };
  for (const name of known) tiers[0]!.add(name);
  for (const part of parts) {
    const isCode = part.kind === "code";
    for (const pattern of namedPlaces)
      for (const { groups } of find(scan, part, pattern)) add(isCode ? 2 : 1, groups.at(-1)!);
    for (const { groups } of find(scan, part, nameProperties)) add(isCode ? 2 : 1, groups[1]!);
    for (const { groups } of find(scan, part, quotedWord))
      add(isCode ? (looksLikeName(groups[1]!) ? 3 : 4) : 2, groups[1]!);
    for (const { groups } of find(scan, part, word)) {
      const text = groups[0]!;
      if (hasResourcePrefix(text)) add(isCode ? 2 : 1, text);
      else if (looksLikeName(text)) add(isCode ? 4 : 3, text);
      else if (!isCode && isPlainName.test(text)) add(4, text);
    }
  }
  const names = new Map<string, string>();
  for (const tier of tiers)
    for (const name of tier) if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
  return [...names.values()].slice(0, mostNames);
}

/** `contosologs`: storage accounts may carry nothing but letters. Shorter words are mostly words. */
const isPlainName = /^[a-z]{8,24}$/;

/** A hyphen or a digit between lower-case letters: what ordinary words and identifiers of programs do not have. */
function looksLikeName(text: string): boolean {
  return /^[a-z0-9][a-z0-9-]{2,62}$/.test(text) && /[a-z]/.test(text) && /-|\d/.test(text);
}
