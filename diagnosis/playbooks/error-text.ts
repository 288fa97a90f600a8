/**
 * Expressions over what the developer sent. `mentions` ignores case; every text is data, so that nothing in it can do more
 * than raise or refute a cause.
 */
export function errorMentions(...texts: readonly string[]): string {
  return `(${texts.map((text) => `mentions(request.error, '${text}')`).join(" || ")})`;
}

/** A regular expression on one line of the error; case is ignored. */
export function errorMatches(...patterns: readonly string[]): string {
  return `(${patterns.map((pattern) => `matches(request.error, '${pattern}')`).join(" || ")})`;
}

/** A regular expression on one line of anything that was sent. Only in checks: raising knows no analyses. */
export function anyTextMatches(...patterns: readonly string[]): string {
  return `sent_matches(${patterns.map((pattern) => `'${pattern}'`).join(", ")})`;
}

/** The same where a cause is raised. */
export function anyTextRaises(pattern: string): string {
  return `length(([request.error, request.context.notes, values(not_null(request.source_code, \`{}\`))][])[?@ != \`null\`] | [?matches(@, '${pattern}')]) > \`0\``;
}

/** True where the request names an endpoint of the service or a resource of the type. */
export function concerns(services: readonly string[], types: readonly string[]): string {
  const hosts = services.map((service) => `starts_with(service, '${service}')`).join(" || ");
  const rows = types.map((type) => `type == '${type}'`).join(" || ");
  return `(length(signals.hosts[?${hosts}]) > \`0\` || length(signals.resources[?matchedBy != 'neighbour' && (${rows})]) > \`0\`)`;
}

/** The error or the notes speak of a service by one of its names, whether or not they give an address of it. */
export function speaksOf(pattern: string): string {
  return `(matches(request.error, '${pattern}') || matches(not_null(request.context.notes, ''), '${pattern}'))`;
}

/**
 * True where the error or the notes state one of the codes. A code that no sentence of English contains (`ScopeLocked`,
 * `AADSTS50011`) counts in whatever notation a tool prints it; `Forbidden` or `403` only where it is written as a code.
 */
export function hasCode(...codes: readonly string[]): string {
  const stated = `length(signals.codes[?mentions([${codes.map((code) => `'${code}'`).join(", ")}], code)]) > \`0\``;
  const unmistakable = codes.filter(
    (code) => /^AADSTS\d|^(?:[A-Z][a-z0-9]+){2,}$/.test(code) && code.length > 11,
  );
  const words: string[][] = [];
  for (const code of unmistakable) {
    const row = words.at(-1);
    if (row && [...row, code].join("|").length < longestRow) row.push(code);
    else words.push([code]);
  }
  return `(${[stated, ...words.map((row) => `matches(request.error, '\\b(?:${row.join("|")})\\b')`)].join(" || ")})`;
}

/** Patterns are 300 characters long at most. */
const longestRow = 280;

/**
 * Azure Resource Manager refused, before any service's data was asked for: these codes and sentences come from nowhere else.
 * Roles for data are then beside the point.
 */
export const refusedByManagement = `(${hasCode(
  "AuthorizationFailed",
  "LinkedAuthorizationFailed",
  "DenyAssignmentAuthorizationFailed",
  "RequestDisallowedByPolicy",
  "ScopeLocked",
)} || ${errorMatches("authorization failed for template resource", "New-AzRoleAssignment|role assignment create|azurerm_role_assignment", "with object id .{38,60} (?:does not have|has) (?:authorization|permission) to perform action")})`;

/** The answer of a service was a refusal: 401 or 403, as a number or in words. A connection that is refused is no answer. */
export const refusedCall = `(${hasCode("403", "401")} || ${errorMatches("forbidden|unauthori[sz]ed|access (?:is |was )?denied|not authorized|not allowed|permission|(?:^|[^a-z ]|[^n] |[^o]n )refuse[sd]|access polic", "(?:^|[^0-9.:,-])40[13](?:[^0-9.-]|$)|거부|차단|권한")}) && !${refusedByManagement}`;
