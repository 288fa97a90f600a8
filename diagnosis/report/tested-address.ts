/** The address for which the ranges of a list are tested; undefined where a test is about something else. */
export function testedAddress(operand: string): string | undefined {
  return /^in_cidr\('([^']+)', [\w.@]+\)$/u.exec(operand)?.[1];
}
