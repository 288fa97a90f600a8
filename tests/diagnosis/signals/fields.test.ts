import { describe, expect, test } from "vitest";
import { extractSignals } from "../../../diagnosis/signals/extract-signals.ts";

const fieldsOf = (error: string) => extractSignals({ error }).fields;

test.each<[string, string, Record<string, string>]>([
  [
    "labels",
    "Status: 403 (Not authorized)\nErrorCode: AuthorizationFailure",
    { Status: "403", ErrorCode: "AuthorizationFailure" },
  ],
  [
    "labels without a blank",
    "Error Number:18456,State:1,Class:14",
    { "Error Number": "18456", State: "1", Class: "14" },
  ],
  ["labels after a log prefix", "##[error]Error Code: ScopeLocked", { "Error Code": "ScopeLocked" }],
  [
    "a chain of labels in a sentence",
    "Location: eastus, Current Limit: 4, Additional Required: 8, (Minimum) New Limit Required: 8. More",
    { Location: "eastus", "Current Limit": "4", "Additional Required": "8", "New Limit Required": "8" },
  ],
  [
    "Entra ID's tail",
    `Trace ID: a1 Correlation ID: b2 Timestamp: 2026-01-13 07:41:02Z`,
    { "Trace ID": "a1", "Correlation ID": "b2", Timestamp: "2026-01-13 07:41:02Z" },
  ],
  [
    "semicolons",
    "Forbidden (403); Substatus: 5301; ActivityId: 0b2f",
    { Substatus: "5301", ActivityId: "0b2f" },
  ],
  [
    "JSON",
    '{"code":"QuotaExceeded","message":"It\'s full."}',
    { code: "QuotaExceeded", message: "It's full." },
  ],
  ["escaped JSON", '{\\"code\\":\\"X1\\"}', { code: "X1" }],
  [
    "a Python dictionary",
    "{'error': {'code': '429', 'type': 'requests'}}",
    { code: "429", type: "requests" },
  ],
  [
    "brackets",
    "Start [Thu, 09 Jul 2026 10:11:03 GMT] - Expiry [Thu, 09 Jul 2026 18:11:03 GMT]",
    { Start: "Thu, 09 Jul 2026 10:11:03 GMT", Expiry: "Thu, 09 Jul 2026 18:11:03 GMT" },
  ],
  [
    "query parameters",
    "authorize?client_id=abc&redirect_uri=http%3A%2F%2Fa.b%2Fc&scope=openid",
    { client_id: "abc", redirect_uri: "http%3A%2F%2Fa.b%2Fc", scope: "openid" },
  ],
  ["a database URL", "postgres://u:***@h:5432/d?sslmode=disable", { sslmode: "disable" }],
  [
    "XML",
    "<AuthenticationErrorDetail>Signature not valid</AuthenticationErrorDetail>",
    { AuthenticationErrorDetail: "Signature not valid" },
  ],
  [
    "version columns",
    "azure-cli                         2.59.0 *\nmsal                            1.27.0",
    { "azure-cli": "2.59.0", msal: "1.27.0" },
  ],
  ["user agents", "SDK: Linux/2.0 cosmos-netstandard-sdk/3.47.2)", { "cosmos-netstandard-sdk": "3.47.2" }],
  [
    "dashes",
    " subject claim - repo:a/b:environment:Prod\n audience - api://x",
    { "subject claim": "repo:a/b:environment:Prod", audience: "api://x" },
  ],
  [
    "quoted nouns",
    "presented assertion subject 'repo:a/b:ref:refs/heads/main'.",
    { subject: "repo:a/b:ref:refs/heads/main" },
  ],
])("%s", (_, error, fields) => {
  expect(fieldsOf(error)).toMatchObject(fields);
});

test("the first value of a label stays, with its line", () => {
  const { fields, fieldLines } = extractSignals({ error: "x\nCode: First\nCode: Second" });
  expect([fields["Code"], fieldLines["Code"]]).toEqual(["First", 2]);
});

test("a label that could change an object's nature is refused", () => {
  const fields = fieldsOf('{"__proto__":"evil","constructor":"x"}');
  expect(Object.hasOwn(fields, "__proto__")).toBe(false);
  expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
});

describe("the innermost frame of the developer's own code", () => {
  test.each([
    [
      ".NET",
      "Azure.RequestFailedException: x\n   at Azure.Storage.Blobs.BlobClient.Upload(String a)\n   at Shop.Jobs.Export.RunAsync(Int32 id) in /src/Shop/Export.cs:line 31\n   at Shop.Program.Main() in /src/Shop/Program.cs:line 4",
      "Shop.Jobs.Export.RunAsync(Int32 id) in /src/Shop/Export.cs:line 31",
      "/src/Shop/Export.cs",
      "31",
    ],
    [
      "Java",
      "\tat com.azure.storage.blob.BlobClient.upload(BlobClient.java:12)\n\tat com.contoso.shop.Export.run(Export.java:88)\n\tat java.base/java.lang.Thread.run(Thread.java:840)",
      "com.contoso.shop.Export.run(Export.java:88)",
      "Export.java",
      "88",
    ],
    [
      "JavaScript",
      "Error: x\n    at handle (/app/node_modules/@azure/core/x.js:1:2)\n    at async load (/app/src/secrets.js:21:11)\n    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)",
      "async load (/app/src/secrets.js:21:11)",
      "/app/src/secrets.js",
      "21",
    ],
    [
      "Python",
      'Traceback (most recent call last):\n  File "/app/main.py", line 3, in <module>\n  File "/app/jobs/export.py", line 27, in run\n  File "/usr/local/lib/python3.12/site-packages/azure/core/x.py", line 9, in send\nValueError: x',
      'File "/app/jobs/export.py", line 27, in run',
      "/app/jobs/export.py",
      "27",
    ],
    [
      "PHP",
      "#0 /var/www/vendor/laravel/x.php(779): run()\n#1 /var/www/app/Models/Setting.php(74): first()",
      "/var/www/app/Models/Setting.php(74): first()",
      "/var/www/app/Models/Setting.php",
      "74",
    ],
    [
      "Go",
      "goroutine 1 [running]:\nmain.load(0xc000)\n\t/src/shop/load.go:42 +0x1d\n",
      "main.load(0xc000) /src/shop/load.go:42",
      "/src/shop/load.go",
      "42",
    ],
  ])("%s", (_, error, frame, file, line) => {
    expect(fieldsOf(error)).toMatchObject({ "stack frame": frame, "stack file": file, "stack line": line });
  });

  test("a stack of nothing but libraries has none", () => {
    expect(fieldsOf("   at Azure.Core.X.Y(String a) in /_/sdk/x.cs:line 3")["stack frame"]).toBeUndefined();
  });
});
