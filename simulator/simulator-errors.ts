/** The folder that was named as a scenario is not there, or holds no tenant.json. */
export class ScenarioNotFoundError extends Error {
  override readonly name = "ScenarioNotFoundError";
  readonly code = "ScenarioNotFound";
  readonly scenarioDirectory: string;

  constructor(scenarioDirectory: string, missing: string, options?: ErrorOptions) {
    super(
      `There is no scenario in ${scenarioDirectory}: ${missing} is missing. Name a folder that holds a tenant.json.`,
      options,
    );
    this.scenarioDirectory = scenarioDirectory;
  }
}

/** tenant.json is there but cannot serve as an Azure; the message names the field. */
export class InvalidTenantError extends Error {
  override readonly name = "InvalidTenantError";
  readonly code = "InvalidTenant";
  readonly file: string;
  readonly problems: readonly string[];

  constructor(file: string, problems: readonly string[], options?: ErrorOptions) {
    super(`${file} is not a usable tenant: ${problems.join("; ")}. Correct it and start again.`, options);
    this.file = file;
    this.problems = problems;
  }
}

/** What should go wrong is not written as `docs/simulator.md` describes it; the message names the place. */
export class InvalidFaultsError extends Error {
  override readonly name = "InvalidFaultsError";
  readonly code = "InvalidFaults";
  readonly problems: readonly string[];

  constructor(source: string, problems: readonly string[], options?: ErrorOptions) {
    super(
      `${source} does not describe faults: ${problems.join("; ")}. Correct it (docs/simulator.md has the format).`,
      options,
    );
    this.problems = problems;
  }
}

/** Another process listens on the port. */
export class PortInUseError extends Error {
  override readonly name = "PortInUseError";
  readonly code = "PortInUse";
  readonly port: number;

  constructor(port: number, options?: ErrorOptions) {
    super(
      `Port ${port} of 127.0.0.1 is in use. Stop what listens there, or leave the port out for a free one.`,
      options,
    );
    this.port = port;
  }
}
