/**
 * Facts that decide nothing and that the developer will ask for next: each is cited where it is there, and the check goes on
 * where it is not.
 */
export function alsoShown(...facts: readonly string[]): string {
  return facts.map((fact) => `(${fact} || \`true\`)`).join(" && ");
}

/** The first ranges that firewall rules (`rules`) do admit. */
export const someRanges: readonly string[] = [0, 1, 2].flatMap((index) => [
  `rules.value[${index}].properties.startIpAddress`,
  `rules.value[${index}].properties.endIpAddress`,
]);
