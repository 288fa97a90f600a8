/* One thing: the table of forms, as long as they are many. */
import { alphanumeric, createPlanter } from "./planted-secrets.ts";

const planter = createPlanter(7);
const password = planter.password();
const key44 = planter.key44();
const key88 = planter.key88();
const hex = planter.hex32();
const jwt = planter.jwt();
const clientSecret = planter.clientSecret();
const opaque = planter.text(alphanumeric, 54);
const pat52 = planter.text("abcdefghijklmnopqrstuvwxyz234567", 52);
const guid = planter.guid();
const basic = btoa(`deploy:${password}`);

/** The marker that stands for a secret. */
export const gone = (secret: string, what = "") =>
  `[redacted ${what === "" ? "" : `${what} `}${secret.length} chars]`;

const connectionStrings: [string, string, string][] = [
  [
    "a storage connection string",
    `DefaultEndpointsProtocol=https;AccountName=stdemo;AccountKey=${key88};EndpointSuffix=core.windows.net`,
    `DefaultEndpointsProtocol=https;AccountName=stdemo;AccountKey=${gone(key88, "key")};EndpointSuffix=core.windows.net`,
  ],
  [
    "a Service Bus connection string",
    `Endpoint=sb://sb-a.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=${key44};EntityPath=orders`,
    `Endpoint=sb://sb-a.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=${gone(key44, "key")};EntityPath=orders`,
  ],
  [
    "a Cosmos DB connection string",
    `AccountEndpoint=https://c.documents.azure.com:443/;AccountKey=${key88};`,
    `AccountEndpoint=https://c.documents.azure.com:443/;AccountKey=${gone(key88, "key")};`,
  ],
  [
    "an Azure SQL connection string",
    `Server=tcp:s.database.windows.net,1433;User ID=app;Password=${password};Encrypt=True`,
    `Server=tcp:s.database.windows.net,1433;User ID=app;Password=${gone(password)};Encrypt=True`,
  ],
  [
    "a SQL password with spaces and commas",
    `Server=s;User ID=app;Password=a b, ${password} c;Encrypt=True`,
    `Server=s;User ID=app;Password=${gone(`a b, ${password} c`)};Encrypt=True`,
  ],
  [
    "a quoted SQL password with a semicolon",
    `Server=s;User ID=app;Password="a;${password}";Encrypt=True`,
    `Server=s;User ID=app;Password="${gone(`a;${password}`)}";Encrypt=True`,
  ],
  [
    "an ODBC password in braces",
    `Driver={ODBC Driver 18 for SQL Server};Server=s;Uid=u;Pwd={${password}};Encrypt=yes`,
    `Driver={ODBC Driver 18 for SQL Server};Server=s;Uid=u;Pwd=${gone(`{${password}}`)};Encrypt=yes`,
  ],
  [
    "a Redis connection string",
    `c.redis.cache.windows.net:6380,password=${key44},ssl=True,abortConnect=False`,
    `c.redis.cache.windows.net:6380,password=${gone(key44, "key")},ssl=True,abortConnect=False`,
  ],
  [
    "a SharedAccessSignature token",
    `SharedAccessSignature sr=sb%3A%2F%2Fa&sig=${encodeURIComponent(key44)}&se=1790000000&skn=send`,
    `SharedAccessSignature sr=sb%3A%2F%2Fa&sig=${gone(encodeURIComponent(key44))}&se=1790000000&skn=send`,
  ],
  [
    "an Application Insights connection string keeps its key, which is no secret",
    `InstrumentationKey=${guid};IngestionEndpoint=https://koreacentral-0.in.applicationinsights.azure.com/`,
    `InstrumentationKey=${guid};IngestionEndpoint=https://koreacentral-0.in.applicationinsights.azure.com/`,
  ],
  [
    "a URL-encoded connection string",
    `conn=AccountName%3Dst%3BAccountKey%3D${opaque}%3D%3D%3BEndpointSuffix%3Dcore`,
    `conn=AccountName%3Dst%3BAccountKey%3D${gone(`${opaque}%3D%3D`)}%3BEndpointSuffix%3Dcore`,
  ],
];

const urls: [string, string, string][] = [
  [
    "a blob SAS keeps times, permissions and protocol",
    `https://st.blob.core.windows.net/c/b?sv=2024-11-04&se=2026-01-01T00%3A00%3A00Z&sr=b&sp=r&spr=https&sig=${encodeURIComponent(key44)}`,
    `https://st.blob.core.windows.net/c/b?sv=2024-11-04&se=2026-01-01T00%3A00%3A00Z&sr=b&sp=r&spr=https&sig=${gone(encodeURIComponent(key44))}`,
  ],
  [
    "an encoded SAS inside another URL",
    `https://x/?u=https%3A%2F%2Fst%2F%3Fsp%3Dr%26sig%3D${opaque}%26se%3D2026`,
    `https://x/?u=https%3A%2F%2Fst%2F%3Fsp%3Dr%26sig%3D${gone(opaque)}%26se%3D2026`,
  ],
  [
    "a function key",
    `https://f.azurewebsites.net/api/orders?code=${opaque}==&id=7`,
    `https://f.azurewebsites.net/api/orders?code=${gone(`${opaque}==`)}&id=7`,
  ],
  [
    "a PostgreSQL URI",
    `postgres://app:${password}@pg.postgres.database.azure.com:5432/db?sslmode=require`,
    `postgres://app:${gone(password)}@pg.postgres.database.azure.com:5432/db?sslmode=require`,
  ],
  [
    "a MongoDB URI",
    `mongodb://acc:${hex}%3D@acc.mongo.cosmos.azure.com:10255/?ssl=true`,
    `mongodb://acc:${gone(`${hex}%3D`)}@acc.mongo.cosmos.azure.com:10255/?ssl=true`,
  ],
  [
    "a Redis URI without a user",
    `rediss://:${password}/x@h:6380`,
    `rediss://:${gone(`${password}/x`)}@h:6380`,
  ],
  [
    "a token before @",
    `git clone https://${pat52}@dev.azure.com/org`,
    `git clone https://${gone(pat52, "token")}@dev.azure.com/org`,
  ],
  [
    "an organisation before @",
    "https://contoso@dev.azure.com/contoso/_git/app",
    "https://contoso@dev.azure.com/contoso/_git/app",
  ],
  [
    "ports of a list of hosts are no passwords",
    "mongodb://h1:27017,h2:27017/db?by=ops@example.com",
    "mongodb://h1:27017,h2:27017/db?by=ops@example.com",
  ],
  [
    "a Slack webhook",
    `https://hooks.slack.com/services/${opaque.slice(0, 30)}`,
    `https://hooks.slack.com/services/${gone(opaque.slice(0, 30), "key")}`,
  ],
  ["a port is no password", "https://host:443/mail@example.com", "https://host:443/mail@example.com"],
  [
    "an AADSTS code is no function key",
    "https://login.microsoftonline.com/error?code=7000215",
    "https://login.microsoftonline.com/error?code=7000215",
  ],
];

const headersAndTokens: [string, string, string][] = [
  ["a bearer JWT", `Authorization: Bearer ${jwt}`, `Authorization: Bearer ${gone(jwt, "JWT")}`],
  ["a JWT anywhere", `token was ${jwt}, sent to ARM`, `token was ${gone(jwt, "JWT")}, sent to ARM`],
  ["an opaque bearer token", `authorization: Bearer ${opaque}`, `authorization: Bearer ${gone(opaque)}`],
  ["basic credentials", `"Authorization": "Basic ${basic}"`, `"Authorization": "Basic ${gone(basic)}"`],
  [
    "a shared-key header keeps the account",
    `Authorization: SharedKey stdemo:${key44}`,
    `Authorization: SharedKey stdemo:${gone(key44, "key")}`,
  ],
  [
    "cookies keep their names",
    `Cookie: ARRAffinity=${hex}; lang=ko`,
    `Cookie: ARRAffinity=${gone(hex)}; lang=ko`,
  ],
  [
    "a set cookie keeps its attributes",
    `Set-Cookie: sid=${opaque}; Path=/; HttpOnly`,
    `Set-Cookie: sid=${gone(opaque)}; Path=/; HttpOnly`,
  ],
  ["an Azure OpenAI key header", `api-key: ${hex}`, `api-key: ${gone(hex)}`],
  [
    "a subscription key header",
    `Ocp-Apim-Subscription-Key: ${hex}`,
    `Ocp-Apim-Subscription-Key: ${gone(hex)}`,
  ],
  [
    "a client secret by its shape",
    `secret '${clientSecret}' was refused`,
    `secret '${gone(clientSecret, "client secret")}' was refused`,
  ],
  [
    "a GitHub token",
    `remote: ${"gh"}p_${opaque.slice(0, 36)} denied`,
    `remote: ${gone(`ghp_${opaque.slice(0, 36)}`, "token")} denied`,
  ],
  [
    "an npm token",
    `_authToken=${"np"}m_${opaque.slice(0, 36)}`,
    `_authToken=${gone(`npm_${opaque.slice(0, 36)}`, "token")}`,
  ],
  ["a Slack token", `${"xo"}xb-${opaque.slice(0, 24)}`, gone(`xoxb-${opaque.slice(0, 24)}`, "token")],
  ["an Azure DevOps PAT of the old form", `pat ${pat52}`, `pat ${gone(pat52, "token")}`],
  [
    "an Azure DevOps PAT of the new form",
    `pat ${opaque}${opaque.slice(0, 22)}${"AZ"}DO1234`,
    `pat ${gone(`${opaque}${opaque.slice(0, 22)}AZDO1234`, "token")}`,
  ],
  ["a bare storage key", `the key is ${key88} .`, `the key is ${gone(key88, "key")} .`],
];

const assignments: [string, string, string][] = [
  ["an environment line", `DB_PASSWORD=${password}`, `DB_PASSWORD=${gone(password)}`],
  ["a plain word as a password", "DB_PASSWORD=letmein", "DB_PASSWORD=[redacted 7 chars]"],
  ["a shell export", `export DB_PASSWORD='${password}'`, `export DB_PASSWORD='${gone(password)}'`],
  ["a PowerShell assignment", `$env:DB_PASSWORD = "${password}"`, `$env:DB_PASSWORD = "${gone(password)}"`],
  ["a pwd label", `pwd: ${password}`, `pwd: ${gone(password)}`],
  ["a Korean label", `비밀번호: ${password}`, `비밀번호: ${gone(password)}`],
  ["a Korean label with a full-width colon", `암호：${password}`, `암호：${gone(password)}`],
  ["a Korean key label", `액세스 키: ${hex}`, `액세스 키: ${gone(hex)}`],
  ["a Korean sentence", `비밀번호는 ${password} 입니다`, `비밀번호는 ${gone(password)} 입니다`],
  ["an English sentence", `the password is ${password} for now`, `the password is ${gone(password)} for now`],
  ["JSON text", `{"user":"app","password":"${password}"}`, `{"user":"app","password":"${gone(password)}"}`],
  ["JSON inside JSON", `"{\\"password\\":\\"${password}\\"}"`, `"{\\"password\\":\\"${gone(password)}\\"}"`],
  ["appsettings", `"AzureAd:ClientSecret": "${password}"`, `"AzureAd:ClientSecret": "${gone(password)}"`],
  ["YAML", `POSTGRES_PASSWORD: ${password}`, `POSTGRES_PASSWORD: ${gone(password)}`],
  [
    "a YAML block keeps its lines",
    `password: |\n  ${password}\n  b\nnext: 1`,
    `password: |\n  ${gone(`${password}\n  b`)}\n\nnext: 1`,
  ],
  [
    "a container's variable",
    `- name: DB_PASSWORD\n  value: ${password}\n- name: LEVEL\n  value: info`,
    `- name: DB_PASSWORD\n  value: ${gone(password)}\n- name: LEVEL\n  value: info`,
  ],
  [
    "a Bicep setting",
    `{ name: 'DbPassword', value: '${password}' }`,
    `{ name: 'DbPassword', value: '${gone(password)}' }`,
  ],
  [
    "an XML setting",
    `<add key="DbPassword" value="${password}" />`,
    `<add key="DbPassword" value="${gone(password)}" />`,
  ],
  ["an XML element", `<password>${password}</password>`, `<password>${gone(password)}</password>`],
  ["a typed default", `password: str = "${password}"`, `password: str = "${gone(password)}"`],
  [
    "a Bicep parameter",
    `param adminPassword string = '${password}'`,
    `param adminPassword string = '${gone(password)}'`,
  ],
  [
    "a Terraform variable",
    `variable "db_password" {\n  default = "${password}"\n}`,
    `variable "db_password" {\n  default = "${gone(password)}"\n}`,
  ],
  [
    "a C# property",
    `public string Password { get; set; } = "${password}";`,
    `public string Password { get; set; } = "${gone(password)}";`,
  ],
  ["an interpolated string", `var apiKey = $"${password}";`, `var apiKey = $"${gone(password)}";`],
  ["two arguments", `config.Add("Password", "${password}")`, `config.Add("Password", "${gone(password)}")`],
  [
    "a default inside a reference",
    `Password=\${DB_PASSWORD:-${password}}`,
    `Password=\${DB_PASSWORD:-${gone(password)}}`,
  ],
  [
    "coloured terminal output",
    `\u001b[31mpassword\u001b[0m=\u001b[33m${password}\u001b[0m`,
    `\u001b[31mpassword\u001b[0m=\u001b[33m${gone(password)}\u001b[0m`,
  ],
  ["an old entry of a Docker login", `"auth": "${basic}"`, `"auth": "${gone(basic)}"`],
];

const commands: [string, string, string][] = [
  [
    "az login",
    `az login --service-principal -u ${guid} -p ${password} --tenant ${guid}`,
    `az login --service-principal -u ${guid} -p ${gone(password)} --tenant ${guid}`,
  ],
  [
    "sqlcmd",
    `sqlcmd -S s -U sa -P ${password} -Q "select 1"`,
    `sqlcmd -S s -U sa -P ${gone(password)} -Q "select 1"`,
  ],
  ["mysql", `mysql -h h -u root -p${password} db`, `mysql -h h -u root -p${gone(password)} db`],
  ["curl", `curl -u user:${password} https://x`, `curl -u user:${gone(password)} https://x`],
  [
    "a long option",
    `--admin-password ${password} --name vm1`,
    `--admin-password ${gone(password)} --name vm1`,
  ],
  [
    "a vault secret",
    `az keyvault secret set --vault-name kv --name a --value ${password}`,
    `az keyvault secret set --vault-name kv --name a --value ${gone(password)}`,
  ],
  [
    "app settings",
    `az webapp config appsettings set --settings DB_PASSWORD=${password} A=b`,
    `az webapp config appsettings set --settings DB_PASSWORD=${gone(password)} A=b`,
  ],
  [
    "a Kubernetes literal",
    `kubectl create secret generic s --from-literal=x=${password}`,
    `kubectl create secret generic s --from-literal=x=${gone(password)}`,
  ],
  [
    "user secrets",
    `dotnet user-secrets set "Db:Conn" "${password}"`,
    `dotnet user-secrets set "Db:Conn" "${gone(password)}"`,
  ],
  [
    "a secure string",
    `ConvertTo-SecureString "${password}" -AsPlainText -Force`,
    `ConvertTo-SecureString "${gone(password)}" -AsPlainText -Force`,
  ],
  ["a credential object", `new AzureKeyCredential("${hex}")`, `new AzureKeyCredential("${gone(hex)}")`],
  [
    "SQL",
    `CREATE LOGIN a WITH PASSWORD = '${password}'`,
    `CREATE LOGIN a WITH PASSWORD = '${gone(password)}'`,
  ],
  ["MySQL", `CREATE USER a IDENTIFIED BY '${password}'`, `CREATE USER a IDENTIFIED BY '${gone(password)}'`],
  ["netrc", `machine h login u password ${password}`, `machine h login u password ${gone(password)}`],
];

const pem = (kind: string, body: string) => `-----BEGIN ${kind}-----\n${body}\n-----END ${kind}-----`;
const pemBody = `${planter.text(alphanumeric, 64)}\n${planter.text(alphanumeric, 64)}`;
const documents: [string, string, string][] = [
  [
    "a private key keeps its lines",
    `a\n${pem("RSA PRIVATE KEY", pemBody)}\nb`,
    `a\n-----BEGIN RSA PRIVATE KEY-----\n${gone(pemBody, "private key")}\n\n-----END RSA PRIVATE KEY-----\nb`,
  ],
  ["a certificate is public", pem("CERTIFICATE", pemBody), pem("CERTIFICATE", pemBody)],
  [
    "a private key in JSON",
    JSON.stringify({ key: pem("PRIVATE KEY", "abc1") }),
    JSON.stringify({ key: pem("PRIVATE KEY", gone("abc1", "private key")) }),
  ],
  [
    "a private key that was cut off",
    `-----BEGIN PRIVATE KEY-----\n${pemBody}`,
    `-----BEGIN PRIVATE KEY-----\n${gone(pemBody, "private key")}\n`,
  ],
  [
    "a Kubernetes Secret in YAML",
    `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  host: ${btoa("h")}\n  pw: ${basic}\n---\nkind: ConfigMap\ndata:\n  mode: fast\n`,
    `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  host: ${gone(btoa("h"))}\n  pw: ${gone(basic)}\n---\nkind: ConfigMap\ndata:\n  mode: fast\n`,
  ],
  [
    "a Kubernetes Secret in JSON",
    `{"kind":"Secret","data":{"host":"aGVsbG8="},"metadata":{"name":"db"}}`,
    `{"kind":"Secret","data":{"host":"[redacted 8 chars]"},"metadata":{"name":"db"}}`,
  ],
];

/** Every form in which a secret is recognised: a title, a text, and the text after redaction. */
export const secretForms = [
  connectionStrings,
  urls,
  headersAndTokens,
  assignments,
  commands,
  documents,
].flat();
