import module from "node:module";
import type {
  FunctionCallback,
  FunctionMetadata,
  HookCallback,
  LogLevel,
  ProgrammingModel,
} from "./core-types.ts";
import { type FunctionApp, FunctionRegistrationError } from "./function-app.ts";

/** Where the served `@azure/functions-core` finds its object: module text cannot close over one. */
const slot = Symbol.for("azebal.local-host.functions-core");
const specifier = "@azure/functions-core";
const servedUrl = "local-host:functions-core";

class Disposable {
  #undo: (() => void) | undefined;

  constructor(undo: () => void) {
    this.#undo = undo;
  }

  static from(...all: { dispose(): unknown }[]): Disposable {
    return new Disposable(() => {
      for (const one of all) one.dispose();
    });
  }

  dispose(): void {
    this.#undo?.();
    this.#undo = undefined;
  }
}

type CoreLog = (level: LogLevel, category: string, message: string) => void;

interface CoreState {
  /** The app that is being loaded, or the one loaded last. */
  app: FunctionApp | undefined;
  log: CoreLog;
  model: ProgrammingModel | undefined;
}

const state: CoreState = { app: undefined, log: () => undefined, model: undefined };

function currentApp(what: string): FunctionApp {
  if (state.app) return state.app;
  throw new FunctionRegistrationError(
    `${what} was registered while no app was being loaded. Load the app's files through startLocalHost.`,
  );
}

/** `@azure/functions` keeps the first copy that it is given for the life of the process, so there is only one. */
const core = {
  version: "3.12.0",
  hostVersion: "4.1044.0",
  Disposable,
  setProgrammingModel(model: ProgrammingModel): void {
    state.model = model;
  },
  getProgrammingModel: (): ProgrammingModel | undefined => state.model,
  registerFunction(metadata: FunctionMetadata, callback: FunctionCallback): Disposable {
    return new Disposable(currentApp(`Function '${metadata.name}'`).register(metadata, callback));
  },
  registerHook(name: string, callback: HookCallback): Disposable {
    return new Disposable(currentApp(`A ${name} hook`).addHook(name, callback));
  },
  log: (level: LogLevel, category: string, message: string): void => state.log(level, category, message),
};

let isInstalled = false;

/** Makes `@azure/functions-core` resolvable for every later `require` and `import` in this process. */
export function installCoreModule(): void {
  if (isInstalled) return;
  isInstalled = true;
  (globalThis as Record<symbol, unknown>)[slot] = core;
  module.registerHooks({
    resolve: (wanted, context, next) =>
      wanted === specifier
        ? { url: servedUrl, format: "commonjs", shortCircuit: true }
        : next(wanted, context),
    load: (url, context, next) =>
      url === servedUrl
        ? {
            format: "commonjs",
            source: `module.exports = globalThis[Symbol.for(${JSON.stringify(Symbol.keyFor(slot))})];`,
            shortCircuit: true,
          }
        : next(url, context),
  });
}

/** From now on what is registered belongs to `app`. */
export function loadInto(app: FunctionApp, log: CoreLog): void {
  state.app = app;
  state.log = log;
}

/** The programming model that `@azure/functions` has set; undefined where no app has loaded it. */
export function programmingModel(): ProgrammingModel | undefined {
  return state.model;
}
