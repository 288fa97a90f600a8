import { errorMatches, errorMentions } from "../error-text.ts";

/** How drivers take the text of a reference that nobody resolved for a connection string, an address or a key. */
export const malformed = errorMatches(
  "Format of the initialization string does not conform|Keyword not supported|connection string.{0,60}(?:malformed|invalid|not valid|blank|could not be parsed|missing)|No valid combination of account information",
  "Could not parse (?:rfc1738|SQLAlchemy) URL|Driver .{0,80}claims to not accept jdbcUrl|jdbcUrl|Invalid (?:URL|URI)|not a valid (?:URL|URI|connection string)|Settings must be of the form|invalid dsn|invalid connection (?:string|option)",
  "first path segment in URL|does not conform to specification|Invalid (?:scheme|protocol)|expected connection string|(?:unsupported|unknown|missing|expected .{1,40}) (?:protocol|scheme)|missing protocol scheme|No suitable driver|Illegal character in (?:scheme|opaque)",
  "one of the following schemes|(?:URL|URI|address|endpoint|connection string).{0,40}must (?:begin|start) with|(?:URL|URI) (?:scheme|protocol).{0,40}(?:not supported|not allowed|invalid|unknown)|Port could not be cast|invalid port|Incomplete URL",
);
/** The error shows a reference itself, or what became of one. */
export const looksUnresolved = `(${errorMatches("@microsoft.keyvault\\(", "@Microso", "Keyword .{1,40} is not supported", "(?:Key ?Vault|자격 증명 모음).{0,20}참조", "key ?vault references?", "AccessToKeyVaultDenied", "VaultNotFound", "SecretNotFound", "SecretVersionNotFound", "OtherReasons", "MSINotEnabled")} || ${errorMentions("Key Vault Reference")})`;
