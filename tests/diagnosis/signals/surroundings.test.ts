import { expect, test } from "vitest";
import { extractSignals } from "../../../diagnosis/signals/extract-signals.ts";

const placesOf = (error: string, source_code: Record<string, string> = {}) =>
  extractSignals({ error, source_code })
    .runsOn.filter(({ place }) => place !== "machine")
    .map(({ place }) => place);

test.each<[string, string, Record<string, string>, string[]]>([
  ["a path of App Service", 'File "/home/site/wwwroot/app.py", line 3', {}, ["app_service"]],
  ["the Functions host", "The listener for function 'Functions.A' was unable to start.", {}, ["functions"]],
  [
    "a Microsoft-hosted agent",
    "##[error]x",
    { "azure-pipelines.yml": "pool:\n  vmImage: ubuntu-24.04" },
    ["azure_devops_hosted"],
  ],
  ["a GitHub-hosted runner", "x", { "ci.yml": "runs-on: ubuntu-latest" }, ["github_hosted"]],
  [
    "a hosted runner, by its tool cache",
    "/opt/hostedtoolcache/Ruby/3.3.6/x64/lib/ruby/gems/pg.rb:58:in `new'",
    {},
    ["github_hosted"],
  ],
  ["a hosted runner that only works", "works from a GitHub-hosted runner", {}, []],
  ["a laptop, by its prompt", "macbook:~ gil$ psql", {}, ["local"]],
  ["a runner of one's own", "x", { "ci.yml": "runs-on: [self-hosted, linux]" }, ["github_self_hosted"]],
  [
    "where code was compiled, as a stack frame of .NET and Go keeps it, is not where it runs",
    "   at Web.Client.Get() in D:\\a\\1\\s\\Client.cs:line 22\n   at B() in /home/runner/work/b/b/B.cs:line 3\n\t/home/runner/work/api/api/main.go:31 +0x1d",
    {},
    [],
  ],
  ["a step that a hosted agent runs", "D:\\a\\1\\s\\build.cmd: exit 1", {}, ["azure_devops_hosted"]],
  ["the console of a site", "-- kudu ssh --\nroot@intake:~# nslookup x", {}, ["app_service"]],
  ["a shell on a machine", "azureuser@vm-a:~$ curl https://x", {}, ["vm"]],
  ["a pod", "$ kubectl describe pod web", {}, ["aks"]],
  ["a Container Apps log", '{"ContainerAppName":"web","Msg":"x"}', {}, ["container_apps"]],
  ["a laptop", 'File "/Users/ana/src/a.py", line 1', {}, ["local"]],
  ["local settings", "x", { "local.settings.json": "{}" }, ["local"]],
  [
    "an ACR task",
    "Queued a run with ID: ce41\nCreating Docker network: acb_default_network",
    {},
    ["acr_tasks"],
  ],
  ["a machine", "Machine: vm-app01", {}, ["vm"]],
])("%s", (_, error, code, places) => {
  expect(placesOf(error, code)).toEqual(places);
});

test.each([
  ["ops@vm-a:~$ curl https://x", ["local vm-a", "machine vm-a"]],
  ["[ops@vm-a logs]$ curl https://x", ["machine vm-a"]],
  ["Aug  6 19:52:40 vm-a ingest[1182]: dial tcp: timed out", ["machine vm-a"]],
  ["mail to ops@vm-a today", []],
])("a prompt and a line of syslog tell the machine: %s", (error, expected) => {
  const { runsOn } = extractSignals({ error });
  expect(runsOn.map(({ place, machine }) => `${place} ${machine ?? "-"}`)).toEqual(expected);
});

test("that it works on a laptop does not make it run there", () => {
  expect(placesOf("docker run of the same image on my laptop answers fine")).toEqual([]);
});

test("tools carry the version that is printed somewhere", () => {
  const { tools } = extractSignals({
    error: "az storage blob upload\nazure-cli                         2.59.0 *",
    source_code: {
      "requirements.txt": "azure-identity==1.15.0",
      "a.csproj": '<PackageReference Include="Azure.Identity" Version="1.10.0" />',
    },
  });
  expect(tools.map(({ tool, version }) => `${tool} ${version ?? "-"}`)).toEqual([
    "azure-cli 2.59.0",
    "azure-identity 1.15.0",
    "azure-sdk-net -",
    "Azure.Identity 1.10.0",
  ]);
});
