/** From the quietest to the loudest. */
export const logLevels = ["error", "warn", "info", "debug"] as const;
export type LogLevel = (typeof logLevels)[number];

/** True where a logger set to `limit` writes entries of `level`. */
export function isLogged(level: LogLevel, limit: LogLevel): boolean {
  return logLevels.indexOf(level) <= logLevels.indexOf(limit);
}
