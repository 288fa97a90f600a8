/** For commands that a person watches: their own lines are the output, so the log speaks up only for what goes wrong. */
export function quietEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  return { ...env, AZEBAL_LOG_LEVEL: env["AZEBAL_LOG_LEVEL"] ?? "warn" };
}
