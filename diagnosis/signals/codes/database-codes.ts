import type { CodePattern } from "./code-pattern.ts";

const sqlSpoken =
  /SqlException|SqlClient|SQLServerException|sqlserver|mssql|tedious|ELOGIN|pyodbc|ODBC Driver|database\.(?:windows\.net|chinacloudapi\.cn|usgovcloudapi\.net)|SQL Server|sqlcmd|Azure SQL|\bMsg \d/i;
const postgresSpoken = /postgres|psql|psycopg|npgsql|\bpq:|pg_hba|asyncpg|pgx|SQLSTATE|\bFATAL:/i;
const mysqlSpoken = /mysql|mariadb|pymysql|SQLSTATE|\bER_[A-Z]/i;

/**
 * Numbers that clients print without a label, and that mean something in Azure SQL.
 *
 * @see https://learn.microsoft.com/azure/azure-sql/database/troubleshoot-common-errors-issues
 */
const sqlNumbers =
  "18456|18452|18470|40197|40501|40532|40544|40549|40550|40551|40552|40553|40613|40615|40914|40925|45168|45169|47073|47089|49918|49919|49920|10928|10929|10936|4060|4221|33134|33159|37327|9002|3960";

/** Codes of databases. SQLSTATE is five characters; the rest are the server's own numbers. */
export const databaseCodes: readonly CodePattern[] = [
  {
    family: "sql",
    within: sqlSpoken,
    pattern:
      /\b(?:Error Number|Error|ErrorCode|SQL error|Msg|number|SqlError|errno|native error)["']?\s{0,2}[:=#]?\s{0,2}\(?(\d{3,5})\b(?!\.)/gi,
    read: (code) => (/^[1-5]\d\d$/.test(code) ? undefined : { code, family: "sql" }),
  },
  { family: "sql", within: sqlSpoken, pattern: new RegExp(`(?<![\\w.-])(${sqlNumbers})(?![\\w-])`, "g") },
  { family: "sql", pattern: /\b(ELOGIN|ESOCKET|EINSTLOOKUP)\b/g },
  {
    family: "postgres",
    within: postgresSpoken,
    pattern: /\b(?:SQLSTATE|SQL state|sqlState|pgcode)["']?\s{0,2}[:=([]{0,2}\s{0,2}["']?([0-9A-Z]{5})\b/g,
    read: (code) => (code === "HY000" ? undefined : { code, family: "postgres" }),
  },
  {
    family: "postgres",
    within: postgresSpoken,
    // Npgsql: `PostgresException (0x80004005): 28000: …`; node-postgres: `code: '28P01'`.
    pattern: /(?:\): |code: ["'])((?:08|0A|28|3D|42|53|57|58|XX)[0-9A-Z]{3})(?=:|["'])/g,
  },
  {
    family: "mysql",
    within: mysqlSpoken,
    pattern:
      /(?:\bERROR\s{1,2}|\[HY000\]\s?\[|\berrno["']?\s{0,2}[:=]\s{0,2}|OperationalError:? \(|\bcode:\s|\bError \()(\d{4})\b/g,
  },
  { family: "mysql", pattern: /\b(ER_[A-Z][A-Z0-9_]{3,60})\b/g },
  {
    family: "cosmos",
    pattern: /\b(?:sub_?-?status(?:code)?|x-ms-substatus)["']?\s{0,2}[:=]\s{0,2}["']?(\d{1,5})\b/gi,
  },
  { family: "cosmos", pattern: /\bMongo[A-Za-z]{0,40}[^\n]{0,120}\b(?:code["']?:?\s?|Error=)(\d{2,5})\b/g },
  { family: "amqp", pattern: /\b(amqp(?::[a-z]{2,40}(?:-[a-z]{2,40}){0,4}){1,3})\b/g },
  { family: "amqp", pattern: /\b(com\.microsoft:[a-z]{2,40}(?:-[a-z]{2,40}){0,4})\b/g },
  {
    family: "other",
    pattern: /\b(NOAUTH|WRONGPASS|NOPERM|MISCONF|LOADING|READONLY|CROSSSLOT)\b(?=[^\n]{0,80})/g,
  },
];
