import Module from "node:module";
import type {
  FunctionCallback,
  FunctionMetadata,
  HookCallback,
  ProgrammingModel,
} from "../../../../local-host/seam/core-types.ts";

export interface RegisteredFunction {
  metadata: FunctionMetadata & { functionId: string };
  callback: FunctionCallback;
}

/** What the app registered while it was loaded. */
export interface LoadedApp {
  functions: Map<string, RegisteredFunction>;
  hooks: Map<string, HookCallback[]>;
  model: ProgrammingModel | undefined;
}

class Disposable {
  readonly dispose: () => void;

  constructor(dispose: () => void) {
    this.dispose = dispose;
  }
}

/**
 * Supplies `@azure/functions-core`, which exists only inside the Functions Node worker, in the way of that worker: by a
 * proxy around `require`, which is how `@azure/functions` asks for it.
 */
export function supplyFunctionsCore(): LoadedApp {
  const app: LoadedApp = { functions: new Map(), hooks: new Map(), model: undefined };
  const core = {
    version: "3.12.0",
    hostVersion: "4.1044.0",
    Disposable,
    setProgrammingModel: (model: ProgrammingModel) => {
      app.model = model;
    },
    getProgrammingModel: () => app.model,
    registerFunction(metadata: FunctionMetadata, callback: FunctionCallback) {
      const functionId = metadata.functionId ?? metadata.name;
      app.functions.set(functionId, { metadata: { ...metadata, functionId }, callback });
      return new Disposable(() => app.functions.delete(functionId));
    },
    registerHook(name: string, callback: HookCallback) {
      app.hooks.set(name, [...(app.hooks.get(name) ?? []), callback]);
      return new Disposable(() => {
        app.hooks.set(
          name,
          (app.hooks.get(name) ?? []).filter((hook) => hook !== callback),
        );
      });
    },
    log: (level: string, category: string, message: string) => {
      if (level === "error" || level === "critical") process.stderr.write(`[${category}] ${message}\n`);
    },
  };
  const original = Reflect.get(Module.prototype, "require") as NodeJS.Require;
  Module.prototype.require = new Proxy(original, {
    apply: (target, self, args: [string]) =>
      args[0] === "@azure/functions-core" ? core : (Reflect.apply(target, self, args) as unknown),
  });
  return app;
}
