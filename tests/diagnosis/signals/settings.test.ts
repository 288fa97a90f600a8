import { expect, test } from "vitest";
import { extractSignals } from "../../../diagnosis/signals/extract-signals.ts";

function settingsOf(path: string, content: string): Record<string, string> {
  const { settings } = extractSignals({ error: "x", source_code: { [path]: content } });
  return Object.fromEntries(settings.map(({ name, value }) => [name, value]));
}

test.each<[string, string, string, Record<string, string>]>([
  [
    "an .env file",
    ".env.production",
    "VAULT_URL=https://kv.vault.azure.net\nAZURE_CLIENT_ID=\n# NO=comment",
    { VAULT_URL: "https://kv.vault.azure.net", AZURE_CLIENT_ID: "" },
  ],
  [
    "appsettings",
    "appsettings.json",
    '{ // comment\n "AzureAd": { "ClientId": "abc", "Retry": 3, "On": false } }',
    { "AzureAd:ClientId": "abc", "AzureAd:Retry": "3", "AzureAd:On": "false" },
  ],
  [
    "local settings of Functions",
    "local.settings.json",
    '{"Values":{"AzureWebJobsStorage":"UseDevelopmentStorage=true"}}',
    { AzureWebJobsStorage: "UseDevelopmentStorage=true" },
  ],
  [
    "exchanged app settings",
    "func.settings.json",
    '[{"name":"A__clientId","value":"b"}]',
    { A__clientId: "b" },
  ],
  [
    "YAML",
    "values.yaml",
    "db:\n  host: pg.postgres.database.azure.com\n  sslMode: require",
    { host: "pg.postgres.database.azure.com", sslMode: "require" },
  ],
  [
    "Bicep",
    "main.bicep",
    "param maxPods int = 30\nresource s 'x' = {\n  kind: 'OpenAI'\n  appSettings: [ { name: 'A__accountName', value: 'sthost' } ]\n}",
    { maxPods: "30", kind: "OpenAI", A__accountName: "sthost" },
  ],
  [
    "Terraform",
    "a.tf",
    'origin_host_header = "www.contoso.example"\ncapacity = 30',
    { origin_host_header: "www.contoso.example", capacity: "30" },
  ],
  [
    "Dockerfile",
    "Dockerfile",
    "FROM node:22\nENV PORT=8080\nEXPOSE 8080",
    { FROM: "node:22", PORT: "8080", EXPOSE: "8080" },
  ],
  ["shell", "deploy.sh", 'RG="rg-a"\nexport APP=web-a', { RG: "rg-a", APP: "web-a" }],
  [
    "Python",
    "a.py",
    'DEPLOYMENT = os.environ.get("CHAT_DEPLOYMENT", "chat")\nVAULT = "https://kv.vault.azure.net"',
    { CHAT_DEPLOYMENT: "chat", VAULT: "https://kv.vault.azure.net" },
  ],
  ["Node", "a.ts", "const port = process.env.PORT ?? '3000';", { PORT: "3000" }],
  ["Spring", "application.yml", "pool: ${DB_POOL_MAX:20}", { DB_POOL_MAX: "20" }],
  ["XML", "web.config", '<add key="ServiceBus" value="x" />', { ServiceBus: "x" }],
  [
    "a connection string",
    "a.cs",
    'var c = "Endpoint=sb://ns.servicebus.windows.net/;SharedAccessKeyName=listen;SharedAccessKey=***;EntityPath=q1";',
    { Endpoint: "sb://ns.servicebus.windows.net/", SharedAccessKeyName: "listen", EntityPath: "q1" },
  ],
])("%s", (_, path, content, settings) => {
  expect(settingsOf(path, content)).toMatchObject(settings);
});

test("a setting says where it stands", () => {
  const { settings } = extractSignals({ error: "x", source_code: { "a/.env": "\nDB_HOST=h" } });
  expect(settings).toEqual([{ name: "DB_HOST", value: "h", pointer: "/source_code/a~1.env", line: 2 }]);
});

test("the error gives settings too: flags of docker and parts of database URLs", () => {
  const { settings } = extractSignals({
    error: "docker run -e WEBSITES_PORT=80 img\npostgres://u@h/d?sslmode=disable",
  });
  expect(settings.map(({ name, value }) => `${name}=${value}`)).toEqual([
    "WEBSITES_PORT=80",
    "sslmode=disable",
  ]);
});
