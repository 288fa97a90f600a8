import type { Signals } from "../../../domain/signals.ts";
import { distinct, find, type Scan } from "../scan.ts";
import type { TextPart } from "../text-part.ts";

type ToolSignal = Signals["tools"][number];

const mostTools = 80;

/** What shows a tool, a language or a library. The group `v`, where there is one, is its version. */
const tools: readonly { tool: string; pattern: RegExp }[] = [
  {
    tool: "azure-cli",
    pattern:
      /\bazure-cli[ =/]{1,40}(?<v>\d{1,3}\.\d{1,3}\.\d{1,3})|(?:^|[\s$>])az [a-z]{2,30} [a-z-]{2,40}/gm,
  },
  {
    tool: "azd",
    pattern:
      /\bazd (?:up|provision|deploy|auth|env|down|pipeline)\b|\bazd version (?<v>\d{1,3}\.\d{1,3}\.\d{1,3})/g,
  },
  {
    tool: "azure-powershell",
    pattern:
      /\b(?:Get|Set|New|Remove|Connect|Update|Invoke|Publish|Deploy)-Az[A-Z][A-Za-z0-9]{2,60}|\bAz\.[A-Z][A-Za-z]{2,30}\b/g,
  },
  {
    tool: "terraform",
    pattern:
      /\bTerraform v(?<v>\d{1,3}\.\d{1,3}\.\d{1,3})|\b(?:azurerm|azapi|azuread)_[a-z_]{2,60}|hashicorp\/azurerm/g,
  },
  { tool: "pulumi", pattern: /\bpulumi[ :-][a-z]/gi },
  {
    tool: "bicep",
    pattern: /\bresource \w{1,60} '[A-Za-z.]{3,60}\/[^'\n]{1,100}@\d{4}-\d\d-\d\d|\.bicep\b/g,
  },
  { tool: "kubectl", pattern: /(?:^|[\s$])kubectl [a-z-]{2,20}/gm },
  { tool: "helm", pattern: /(?:^|[\s$])helm (?:install|upgrade|template|repo)/gm },
  { tool: "docker", pattern: /(?:^|[\s$])docker (?:build|push|pull|run|login|compose|buildx)/gm },
  { tool: "psql", pattern: /(?:^|[\s$])psql[ :]/gm },
  { tool: "sqlcmd", pattern: /\bsqlcmd\b/g },
  {
    tool: "github-actions",
    pattern:
      /\bactions\/checkout@v?(?<v>\d{1,3})|azure\/(?:login|cli|webapps-deploy|functions-action|sql-action|get-keyvault-secrets)@v?(?<v2>[\d.]{1,12})|\bruns-on:/gi,
  },
  {
    tool: "azure-pipelines",
    pattern: /##\[(?:error|section|warning|command)\]|\bvmImage:|\bAzureCLI@\d|\bAzurePowerShell@\d/g,
  },
  {
    tool: "functions-host",
    pattern: /\bMicrosoft\.Azure\.WebJobs|\bFunctions\.[A-Z]\w{1,60}' \(|Azure Functions Core Tools/g,
  },
  {
    tool: "azure-sdk-net",
    pattern:
      /\bazsdk-net-[A-Za-z.-]{2,60}\/(?<v>[\d.]{3,20})|\bAzure\.(?:RequestFailedException|Identity|Core|Storage|Security|Messaging|Data|ResourceManager)\b|\bMicrosoft\.Azure\.Cosmos\b/g,
  },
  {
    tool: "azure-sdk-python",
    pattern:
      /\bazsdk-python-[a-z-]{2,60}\/(?<v>[\d.]{3,20})|\bazure\.(?:core|identity|storage|keyvault|servicebus|eventhub|cosmos|mgmt)\b/g,
  },
  {
    tool: "azure-sdk-java",
    pattern:
      /\bazsdk-java-[a-z-]{2,60}\/(?<v>[\d.]{3,20})|\bcom\.azure\.[a-z]{2,40}|\bcom\.microsoft\.(?:azure|aad)\b/g,
  },
  {
    tool: "azure-sdk-js",
    pattern: /\bazsdk-js-[a-z-]{2,60}\/(?<v>[\d.]{3,20})|@azure\/[a-z-]{2,40}|\bRestError\b/g,
  },
  { tool: "azure-sdk-go", pattern: /\bazsdk-go-[a-z-]{2,60}\/v?(?<v>[\d.]{3,20})|azure-sdk-for-go/g },
  { tool: "openai-sdk", pattern: /\bopenai\.(?:[A-Z][A-Za-z]{2,40}Error|AzureOpenAI)\b|\bAzureOpenAI\(/g },
  {
    tool: "python",
    pattern:
      /\bTraceback \(most recent call last\)|\bPython version: (?<v>\d{1,2}\.\d{1,3}\.\d{1,3})|^\s{0,8}(?:import|from) [a-z_.]{2,60}(?: import|$)/gm,
  },
  { tool: "java", pattern: /^\s{0,8}at [a-z][\w.$]{3,200}\([\w$]{1,100}\.java:\d{1,7}\)/gm },
  {
    tool: "dotnet",
    pattern:
      /^[^\n]{0,60}\bat [A-Z][\w.`<>]{3,200}\([^\n]{0,300}\) in |\bSystem\.[A-Z][A-Za-z.]{2,80}Exception\b|<TargetFramework>net(?<v>\d{1,2}\.\d)/gm,
  },
  { tool: "node", pattern: /\bat [^\n]{1,200}\((?:node:|[^\n()]{1,200}\.[cm]?[jt]s:\d)/g },
  { tool: "go", pattern: /^goroutine \d{1,6} \[/gm },
  { tool: "php", pattern: /^#\d{1,3} [^\n]{1,300}\.php\(\d{1,7}\)/gm },
];
/** Package references: NuGet, pip, npm. */
const packages: readonly RegExp[] = [
  /<PackageReference Include="([\w.-]{2,100})" Version="([^"\n]{1,40})"/g,
  /^((?:azure|openai|msal|pyodbc|psycopg|pymysql|redis|django|gunicorn|durable)[a-z0-9_-]{0,60})(?:\[[a-z,]{1,40}\])?[=~>]=([\w.]{1,30})/gim,
  /"(@azure\/[a-z-]{2,60}|openai|durable-functions|ioredis|pg|mysql2|mssql|tedious)"\s{0,2}:\s{0,2}"([^"\n]{1,30})"/g,
];

/** Tools, languages and libraries that the error and the code show, with versions where they are printed. */
export function findTools(scan: Scan, parts: readonly TextPart[]): ToolSignal[] {
  const byTool = new Map<string, ToolSignal>();
  const found = distinct<ToolSignal>(mostTools, (signal) => signal.tool);
  const add = (signal: ToolSignal) => {
    const known = byTool.get(signal.tool);
    if (known === undefined) {
      byTool.set(signal.tool, signal);
      found.add(signal);
    } else if (known.version === undefined && signal.version !== undefined) Object.assign(known, signal);
  };
  for (const part of parts) {
    for (const { tool, pattern } of tools)
      for (const { groups, position } of find(scan, part, pattern)) {
        const version = groups.slice(1).find((group) => group !== "");
        add({ tool, ...(version === undefined ? {} : { version }), ...position });
      }
    for (const pattern of packages)
      for (const { groups, position } of find(scan, part, pattern))
        add({ tool: groups[1]!, version: groups[2]!, ...position });
  }
  return found.list();
}
