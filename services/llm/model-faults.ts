/** Faults of the wire to the model. All are thrown: the durable retry policy of the activity asks again. */

/** The connection failed, or broke before the whole answer was there. */
export class ModelConnectionError extends Error {
  override readonly name = "ModelConnectionError";
  readonly code = "ModelConnection";

  constructor(host: string, options?: ErrorOptions) {
    super(`The connection to the model at ${host} broke before it had answered. It is asked again.`, options);
  }
}

/** A 5xx, or an error in the middle of an answer. */
export class ModelServiceError extends Error {
  override readonly name = "ModelServiceError";
  readonly code = "ModelService";
  readonly status: number | undefined;
  readonly requestId: string | undefined;

  constructor(host: string, status: number | undefined, requestId: string | undefined) {
    const which = requestId === undefined ? "" : ` (request ${requestId})`;
    const what = status === undefined ? "an error within its answer" : String(status);
    super(`The model at ${host} answered ${what}${which}. It is asked again.`);
    this.status = status;
    this.requestId = requestId;
  }
}

/** A question that cannot be put to any model: a mistake in the product. */
export class ModelSchemaError extends Error {
  override readonly name = "ModelSchemaError";
  readonly code = "ModelSchema";

  constructor(path: string, what: string) {
    super(`The schema of the answer cannot be sent to a model: ${path || "the root"} ${what}.`);
  }
}
