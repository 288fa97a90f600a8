import type { Signals } from "../../../domain/signals.ts";
import { distinct, find, type Scan } from "../scan.ts";
import type { TextPart } from "../text-part.ts";

type PlaceSignal = Signals["runsOn"][number];
interface Placed {
  index: number;
  signal: PlaceSignal;
}

/**
 * What tells where the failing call was made, the most telling first: a path of the platform, a line that only its host
 * prints, the declaration of a build agent. What an error says about the *target* (a host name) tells nothing, and a build
 * agent's path in a stack frame of .NET (`in D:\\a\\1\\s\\Api.cs:line 9`) or Go tells only where the code was compiled.
 */
const places: readonly { place: string; pattern: RegExp; in?: TextPart["kind"] }[] = [
  {
    place: "functions",
    pattern:
      /Microsoft\.Azure\.WebJobs\.|\[?Executed 'Functions\.|The listener for function '|FUNCTIONS_WORKER_RUNTIME|FUNCTIONS_EXTENSION_VERSION|Microsoft\.Azure\.Functions\.Worker|Executing 'Functions\.|"extensionBundle"|"AzureFunctionsVersion"|@app\.(?:route|blob_trigger|queue_trigger|timer_trigger)|\bkind: 'functionapp/g,
  },
  {
    place: "app_service",
    pattern:
      /\/home\/site\/wwwroot|D:\\home\\site\\wwwroot|C:\\home\\site\\wwwroot|WEBSITE_SITE_NAME|Container \S{1,100} for site |__oryx_|\bantenv\b|Microsoft\.Web\/sites@|azurerm_(?:linux|windows)_web_app|\bkudu (?:ssh|console|debug)|\bKuduLite\b/gi,
  },
  {
    place: "container_apps",
    pattern:
      /ContainerAppName|Microsoft\.App\/(?:containerApps|jobs)|azurerm_container_app\b|CONTAINER_APP_/g,
  },
  {
    place: "container_instance",
    pattern: /Microsoft\.ContainerInstance\/containerGroups|azurerm_container_group/g,
  },
  {
    place: "aks",
    pattern:
      /\bkubectl\b|\bkubelet\b|\bkind: (?:Deployment|StatefulSet|DaemonSet|Job|CronJob|Pod|Service)\b|\baks-[a-z0-9]{2,30}-\d{5,12}-vmss|\bhelm upgrade/g,
  },
  {
    place: "azure_devops_hosted",
    pattern:
      /\bvmImage:\s{0,3}['"]?(?:ubuntu|windows|macos|vs)|Azure Pipelines \(vmImage|Hosted Agent|\bMicrosoft[- ]hosted (?:build )?(?:agent|pool|image)|(?<! in )\/home\/vsts\/(?!\S{1,200}\.go:\d)|(?<! in )D:\\a\\(?:_temp|1)\\/gi,
  },
  {
    place: "azure_devops_self_hosted",
    pattern:
      /^\s{0,20}pool:\s{0,2}(?:\n\s{0,20}name:\s{0,2})?['"]?(?!Azure Pipelines|vmImage)[A-Za-z][\w -]{2,60}['"]?\s{0,3}$/gm,
    in: "code",
  },
  {
    place: "github_hosted",
    pattern:
      /\bruns-on:\s{0,3}\[?['"]?(?:ubuntu|windows|macos)-|(?<! in )\/home\/runner\/work\/(?!\S{1,200}\.go:\d)|(?<!\b(?:works?|fine|green|passes|not|ok)\b[^.\n]{0,30})\bGitHub[- ]hosted\b|(?:\/opt\/|C:\\)hostedtoolcache[\\/]/gi,
  },
  { place: "github_self_hosted", pattern: /\bruns-on:\s{0,3}\[?\s{0,3}['"]?self-hosted/g },
  { place: "acr_tasks", pattern: /acb_default_network|Queued a run with ID:|\baz acr (?:run|build|task)\b/g },
  {
    place: "deployment_script",
    pattern: /Microsoft\.Resources\/deploymentScripts|DeploymentScript(?:Error|OperationFailed)/g,
  },
  { place: "cloud_shell", pattern: /Azure Cloud Shell|azure:~\$|\/home\/[a-z0-9]{1,30}\/clouddrive/g },
  {
    place: "arm_deployment",
    pattern:
      /\baz (?:deployment|stack) [a-z]{2,12} create|InvalidTemplateDeployment|DeploymentFailed|New-AzResourceGroupDeployment|azd (?:up|provision)/g,
  },
  {
    place: "vm",
    pattern:
      /\bazureuser@[A-Za-z0-9-]{2,60}:|\bMachine: ?vm|\bMicrosoft\.Compute\/virtualMachines\/|WALinuxAgent/g,
    in: "error",
  },
  {
    place: "local",
    pattern:
      /\/Users\/[A-Za-z][\w.-]{0,40}\/|[A-Z]:\\Users\\|local\.settings\.json|portal\.azure\.com|is not enabled in this key vault's access policy|The operation is not allowed by RBAC|using your user account with (?:Microsoft Entra|Azure AD)|UseDevelopmentStorage=true|\blocalhost:\d{2,5}(?!\d|\/msi\/token)|func (?:host )?start\b|\b(?!root@|azureuser@)[a-z][a-z0-9_-]{0,30}@[A-Za-z0-9-]{2,40}:~|\b[a-z][a-z0-9_.-]{0,30}@[a-z0-9.-]{2,40} \S{1,40} % |(?:macbook|mbp|imac|laptop|notebook)[a-z0-9.-]{0,40}:\S{1,60} [a-z][a-z0-9_.-]{0,30}[$%] /gi,
  },
];

/** The name of a machine: in the prompt of a shell, and before what a line of syslog says. */
const machines =
  /(?:^|[\s[])[a-z_][a-z0-9_-]{0,30}@([A-Za-z][A-Za-z0-9-]{1,60})(?::\S{0,80}|\s\S{1,60}\])[$#](?:\s|$)|^[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d ([A-Za-z][A-Za-z0-9-]{1,60}) [\w.@/-]{1,60}(?:\[\d{1,9}\])?:/gm;
const mostMachines = 5;

/**
 * Where the failing code seems to run, in the order in which the texts show it. `machine` is a machine of this name, which
 * may be one of Azure or not.
 */
export function findRunsOn(scan: Scan, parts: readonly TextPart[]): PlaceSignal[] {
  const found = distinct<PlaceSignal>(places.length + mostMachines, (signal) =>
    [signal.place, signal.machine].join(" "),
  );
  for (const part of parts) {
    const inPart = places.flatMap(({ place, pattern, in: kind }): Placed[] => {
      if (kind !== undefined && kind !== part.kind) return [];
      const first = find(scan, part, pattern).next();
      return first.done ? [] : [{ index: first.value.index, signal: { place, ...first.value.position } }];
    });
    if (part.kind === "error")
      for (const { groups, index, position } of find(scan, part, machines)) {
        const machine = groups[1]! || groups[2]!;
        inPart.push({ index, signal: { place: "machine", machine, ...position } });
        for (const { signal } of inPart)
          if (signal.place === "local" && signal.line === position.line) signal.machine = machine;
      }
    // A file's name says as much as what stands in it.
    if (part.path !== undefined && /(?:^|\/)local\.settings\.json$/.test(part.path))
      inPart.push({ index: 0, signal: { place: "local", pointer: part.pointer, line: 1 } });
    for (const { signal } of inPart.toSorted((left, right) => left.index - right.index)) found.add(signal);
  }
  return found.list();
}
