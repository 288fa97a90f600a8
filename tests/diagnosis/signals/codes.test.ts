import { expect, test } from "vitest";
import { extractSignals } from "../../../diagnosis/signals/extract-signals.ts";

const codesOf = (error: string) =>
  extractSignals({ error }).codes.map(({ family, code }) => `${family} ${code}`);

test.each<[string, string, string[]]>([
  ["a status line", "HTTP/1.1 403 Forbidden", ["http 403"]],
  ["HTTP/2", "HTTP/2 502\nserver: x", ["http 502"]],
  [
    ".NET's status",
    "Status: 403 (This request is not authorized)\nErrorCode: AuthorizationFailure",
    ["http 403", "storage AuthorizationFailure"],
  ],
  ["a status in words", "Operation returned an invalid status code 'Forbidden'", ["http 403"]],
  ["PowerShell", "HTTP Status Code: Conflict\nError Code: ScopeLocked", ["http 409", "arm ScopeLocked"]],
  [
    "Go",
    "unexpected status 409 (409 Conflict) with error: PublicAccessNotPermitted: Public access",
    ["http 409", "storage PublicAccessNotPermitted"],
  ],
  [
    "autorest in Go",
    'StatusCode=403 -- Original Error: Code="AuthorizationFailed" Message="The client"',
    ["http 403", "arm AuthorizationFailed"],
  ],
  [
    "az",
    "ERROR: (ResourceGroupNotFound) Resource group 'x' could not be found.\nCode: ResourceGroupNotFound",
    ["arm ResourceGroupNotFound"],
  ],
  [
    "Python's Azure SDK",
    "azure.core.exceptions.ResourceExistsError: (Conflict) There was a conflict",
    ["arm Conflict"],
  ],
  [
    "JSON",
    '{"error":{"code":"InvalidTemplateDeployment","details":[{"code":"QuotaExceeded"}]}}',
    ["arm InvalidTemplateDeployment", "arm QuotaExceeded"],
  ],
  [
    "escaped JSON",
    '"body": "{\\"error\\":{\\"code\\":\\"AuthorizationFailed\\"}}"',
    ["arm AuthorizationFailed"],
  ],
  [
    "a Python dictionary",
    "Error code: 429 - {'error': {'code': 'insufficient_quota'}}",
    ["http 429", "openai insufficient_quota"],
  ],
  [
    "XML",
    "<Error><Code>KeyBasedAuthenticationNotPermitted</Code></Error>",
    ["storage KeyBasedAuthenticationNotPermitted"],
  ],
  [
    "a line of its own",
    "Deployment Error Details:\nInsufficientQuota: This operation require 30",
    ["arm InsufficientQuota"],
  ],
  ["Entra ID", "AADSTS7000215: Invalid client secret provided.", ["aadsts AADSTS7000215"]],
  [
    "Azure SQL by number",
    "SqlException: Cannot open server 'x'.\nError Number:40615,State:1,Class:14",
    ["sql 40615"],
  ],
  [
    "JDBC",
    "com.microsoft.sqlserver.jdbc.SQLServerException: The request limit is 200. (10928)",
    ["sql 10928"],
  ],
  ["sqlcmd", "Msg 18456, Level 14, State 1, Server x, Line 1\nLogin failed", ["sql 18456"]],
  ["Npgsql", "Npgsql.PostgresException (0x80004005): 28000: no pg_hba.conf entry", ["postgres 28000"]],
  ["node-postgres", "error: password authentication failed (postgres)\n  code: '28P01'", ["postgres 28P01"]],
  ["PDO", "SQLSTATE[HY000] [3159] Connections using insecure transport", ["mysql 3159"]],
  ["the mysql client", "ERROR 1045 (28000): Access denied for user 'a'@'1.2.3.4' (mysql)", ["mysql 1045"]],
  ["PyMySQL", "pymysql.err.OperationalError: (1040, 'Too many connections')", ["mysql 1040"]],
  ["AMQP", "Error condition: amqp:unauthorized-access.", ["amqp amqp:unauthorized-access"]],
  ["AMQP of Microsoft", "condition: com.microsoft:auth-failed", ["amqp com.microsoft:auth-failed"]],
  ["Cosmos DB", "Forbidden (403); Substatus: 5300; ActivityId: x", ["http 403", "cosmos 5300"]],
  ["Node's errno", "Error: getaddrinfo ENOTFOUND kv.vault.azure.net", ["network ENOTFOUND"]],
  ["libpq", "connection to server failed: Connection timed out", ["network Connection timed out"]],
  [
    ".NET sockets",
    "System.Net.Sockets.SocketException (10060): A connection attempt failed",
    ["network 10060"],
  ],
  [
    "Python's errno",
    "socket.gaierror: [Errno -2] Name or service not known",
    ["network -2", "network Name or service not known"],
  ],
  ["Kubernetes", "Warning  Failed  kubelet  Error: ImagePullBackOff", ["other ImagePullBackOff"]],
])("%s", (_, error, codes) => {
  expect(codesOf(error)).toEqual(expect.arrayContaining(codes));
});

test.each([
  ["labels at the start of a line are no codes", "RequestId: a\nTraceID: b\nErrorCode: x\nTimestamp: c", []],
  ["exceptions of a language are no codes", "NullReferenceException: Object reference not set", []],
  ["numbers are no SQL codes where nothing speaks of SQL", "listening on port 40501, took 18456 ms", []],
  ["a port is no status", "connect to 10.0.0.4 port 443 and 8080", []],
])("%s", (_, error, codes) => {
  expect(codesOf(error)).toEqual(codes);
});

test("source code states no codes, notes do", () => {
  const { codes } = extractSignals({
    error: "it fails",
    source_code: { "a.py": "if e.status_code == 404: raise\ncode = 'AuthorizationFailed'" },
    context: { notes: "the portal says HTTP 409" },
  });
  expect(codes).toEqual([{ code: "409", family: "http", pointer: "/context/notes", line: 1 }]);
});
