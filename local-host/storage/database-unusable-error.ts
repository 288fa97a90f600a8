const advice = {
  folder: "Make the folder writable, or choose another one.",
  corrupt:
    "Nothing was deleted: copy the file away to have it looked at, or restore a copy of it; a new one is made when it is gone.",
  foreign: "Name another file: this one belongs to another program and was left as it is.",
  newer: "Run that version or a newer one, or name another database file.",
} as const;

/** The database file cannot be used. The message says why and what to do; the file was not touched. */
export class DatabaseUnusableError extends Error {
  override readonly name = "DatabaseUnusableError";
  readonly code = "DatabaseUnusable";
  readonly databasePath: string;
  readonly problem: keyof typeof advice;

  constructor(databasePath: string, problem: keyof typeof advice, what: string, options?: ErrorOptions) {
    super(`The database ${databasePath} cannot be used: ${what}. ${advice[problem]}`, options);
    this.databasePath = databasePath;
    this.problem = problem;
  }
}
