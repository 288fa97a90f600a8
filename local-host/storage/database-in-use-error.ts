/** Another process owns the database. */
export class DatabaseInUseError extends Error {
  override readonly name = "DatabaseInUseError";
  readonly code = "DatabaseInUse";
  readonly databasePath: string;

  constructor(databasePath: string, options?: ErrorOptions) {
    super(
      `Another process is running on ${databasePath}. Stop it, connect to it, or use another database file; nothing was changed.`,
      options,
    );
    this.databasePath = databasePath;
  }
}
