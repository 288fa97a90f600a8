import { pathToFileURL } from "node:url";
import { installCoreModule, loadInto, programmingModel } from "./core-module.ts";
import type { LogLevel, ProgrammingModel } from "./core-types.ts";
import { FunctionApp } from "./function-app.ts";
import { startHttpStream } from "./http-stream.ts";

export interface LoadedApp {
  app: FunctionApp;
  model: ProgrammingModel;
  /** The app's own HTTP proxy, where it asked for streaming with `app.setup({ enableHttpStream: true })`. */
  httpStreamUrl: string | undefined;
}

/** The app's files could not be loaded, or register nothing. */
export class AppNotLoadedError extends Error {
  override readonly name = "AppNotLoadedError";
  readonly code = "AppNotLoaded";
}

interface LoadOptions {
  appDirectory: string;
  entries: readonly string[];
  log: (level: LogLevel, category: string, message: string) => void;
}

/**
 * Modules run once per process, so what they registered is kept by their files: a host that is started again on the
 * same files in the same process gets the same functions and hooks.
 */
const loaded = new Map<string, Promise<LoadedApp>>();
let previous: Promise<unknown> = Promise.resolve();

/**
 * Loads an unmodified `@azure/functions` v4 app (ESM, CommonJS or TypeScript that Node can strip) and runs its appStart
 * hooks, as the Functions Node worker does. Loads are made one after the other, since registration is process-wide.
 *
 * @param entries  absolute paths of the files that register functions.
 * @throws AppNotLoadedError when a file fails or none registers a function.
 */
export function loadApp(options: LoadOptions): Promise<LoadedApp> {
  const key = JSON.stringify([options.appDirectory, ...options.entries]);
  const known = loaded.get(key);
  if (known)
    return known.then((again) => {
      loadInto(again.app, options.log);
      return again;
    });
  const loading = previous.then(() => load(options));
  loaded.set(key, loading);
  previous = loading.catch(() => loaded.delete(key));
  return loading;
}

async function load({ appDirectory, entries, log }: LoadOptions): Promise<LoadedApp> {
  installCoreModule();
  const app = new FunctionApp();
  loadInto(app, log);
  for (const entry of entries) {
    try {
      await import(pathToFileURL(entry).href);
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new AppNotLoadedError(`The app's file ${entry} could not be loaded: ${message}`, { cause });
    }
  }
  const model = programmingModel();
  if (!model || app.functions.size === 0)
    throw new AppNotLoadedError(
      `None of ${entries.join(", ")} registered a function. Name the files that call app.http, df.app.orchestration or df.app.activity, and make sure that one copy of @azure/functions is installed and that nothing loads it before the host.`,
    );
  await app.start(appDirectory);
  return { app, model, httpStreamUrl: await startHttpStream(model) };
}
