import type { FunctionCallback, FunctionMetadata, HookCallback } from "./core-types.ts";

export interface RegisteredFunction {
  metadata: FunctionMetadata & { functionId: string };
  callback: FunctionCallback;
  /** The type of its trigger in lower case, such as `orchestrationtrigger`, and the name of that binding. */
  triggerType: string;
  triggerName: string;
}

/** An app did at start-up what the Functions worker does not allow. */
export class FunctionRegistrationError extends Error {
  override readonly name = "FunctionRegistrationError";
  readonly code = "FunctionRegistration";
}

/** What one app registered while it was loaded: its functions and its hooks. */
export class FunctionApp {
  readonly functions = new Map<string, RegisteredFunction>();
  readonly #hooks = new Map<string, HookCallback[]>();
  /** Shared by all hooks of the app, as the worker's `appHookData` is. */
  readonly appHookData: Record<string, unknown> = {};
  /** Shared by the appStart and appTerminate hooks. */
  readonly #hookData: Record<string, unknown> = {};
  isStarted = false;
  #hosts = 0;
  #isTerminated = false;

  /** @returns a function that takes the registration back. @throws FunctionRegistrationError */
  register(metadata: FunctionMetadata, callback: FunctionCallback): () => void {
    const id = metadata.functionId ?? metadata.name;
    if (this.isStarted)
      throw new FunctionRegistrationError(
        `Function '${metadata.name}' was registered after the app had started. Register functions while the app's files are loaded.`,
      );
    if (this.functions.has(id))
      throw new FunctionRegistrationError(
        `A function named '${metadata.name}' is registered twice. Give each function its own name.`,
      );
    const trigger = Object.entries(metadata.bindings).find(([, binding]) =>
      /trigger$/i.test(binding.type ?? ""),
    );
    if (!trigger)
      throw new FunctionRegistrationError(
        `Function '${metadata.name}' has no trigger. Register it with app.http, df.app.orchestration, df.app.activity or another method of app.`,
      );
    const [triggerName, binding] = trigger;
    this.functions.set(id, {
      metadata: { ...metadata, functionId: id },
      callback,
      triggerType: (binding.type ?? "").toLowerCase(),
      triggerName,
    });
    return () => this.functions.delete(id);
  }

  addHook(name: string, callback: HookCallback): () => void {
    const hooks = this.#hooks.get(name) ?? [];
    this.#hooks.set(name, [...hooks, callback]);
    return () => {
      this.#hooks.set(
        name,
        (this.#hooks.get(name) ?? []).filter((hook) => hook !== callback),
      );
    };
  }

  /** Runs the hooks of one kind, one after the other, in the order of their registration. */
  async runHooks(name: string, context: Record<string, unknown>): Promise<void> {
    for (const hook of this.#hooks.get(name) ?? []) await hook(context);
  }

  /** Runs the appStart hooks. */
  async start(functionAppDirectory: string): Promise<void> {
    await this.runHooks("appStart", {
      functionAppDirectory,
      hookData: this.#hookData,
      appHookData: this.appHookData,
    });
    this.isStarted = true;
  }

  /** One more host runs the app. One that was terminated starts anew, as it would in a new worker process. */
  async enter(functionAppDirectory: string): Promise<void> {
    this.#hosts += 1;
    if (!this.#isTerminated) return;
    this.#isTerminated = false;
    await this.start(functionAppDirectory);
  }

  /** One host less runs the app: with the last one it is terminated, and its appTerminate hooks run. */
  async leave(): Promise<void> {
    this.#hosts -= 1;
    if (this.#hosts > 0) return;
    this.#isTerminated = true;
    await this.runHooks("appTerminate", { hookData: this.#hookData, appHookData: this.appHookData });
  }

  /** Functions with one kind of trigger, by lower-case name: the Durable extension matches names ignoring case. */
  byTrigger(type: string): Map<string, RegisteredFunction> {
    const found = [...this.functions.values()].filter(({ triggerType }) => triggerType === type);
    return new Map(found.map((entry) => [entry.metadata.name.toLowerCase(), entry]));
  }
}
