/** One line of the host's or the app's log. */
export interface LocalHostLogEntry {
  level: "trace" | "debug" | "information" | "warning" | "error" | "critical" | "none";
  /** `host` for the host itself, `user` and `system` for what functions and their libraries log. */
  category: string;
  message: string;
  instanceId?: string;
  functionName?: string;
}

export interface LocalHostOptions {
  /** The function app's root: where its host.json is. */
  appDirectory: string;
  /** Absolute paths of the files that register functions (ESM, CommonJS or TypeScript that Node can strip). */
  entries: string[];
  /** A parsed host.json; without it the one in `appDirectory` is read, if there is one. */
  hostJson?: unknown;
  /** The SQLite file that holds everything durable. Its folder is created; `<file>.lock` beside it is the owner's lock. */
  databasePath: string;
  /** Stamped on every instance that is started. */
  buildId: string;
  log?: (entry: LocalHostLogEntry) => void;
}

export interface LocalHost {
  /**
   * Answers requests to the app's HTTP functions (`/api/…`) and to the durable management API
   * (`/runtime/webhooks/durabletask/…`). It trusts its caller: whoever may call it may do everything.
   */
  fetch(request: Request): Promise<Response>;
  /**
   * Ends within a second: running turns commit, running activities are abandoned and run again at the next start, and the
   * appTerminate hooks of the app run when no other host in this process runs it.
   */
  stop(): Promise<void>;
}

/**
 * Starts an unmodified `@azure/functions` v4 and `durable-functions` 3.x app in this process, durably on one SQLite
 * file. What an earlier process has left unfinished goes on at once.
 *
 * @throws DatabaseInUseError when another process runs on the file; DatabaseUnusableError when the file or its folder
 *   cannot be used; AppNotLoadedError, HostSettingsError when the app or its host.json cannot.
 */
export async function startLocalHost(options: LocalHostOptions): Promise<LocalHost> {
  // Everything else, node:sqlite and the app's libraries among it, is loaded only now: importing this file costs nothing.
  const { composeHost } = await import("./compose-host.ts");
  return composeHost(options);
}
