import type { LocalHostLogEntry } from "../../local-host/local-host.ts";
import type { Logger } from "../../services/platform/logging.ts";

/** The Functions host's levels, as our log knows them; `none` is not logged, as in Azure. */
const levels = {
  trace: "debug",
  debug: "debug",
  information: "debug",
  warning: "warn",
  error: "error",
  critical: "error",
} as const;

/** Writes what the local host and its app log into ours. */
export function hostLog(log: Logger): (entry: LocalHostLogEntry) => void {
  return ({ level, message, ...fields }) => {
    if (level !== "none") log[levels[level]](message, fields);
  };
}
