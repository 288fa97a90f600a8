/** Faults of the wire. All are thrown: the durable retry policy of the read's activity makes the next attempt. */

/** The connection failed or broke before the whole answer was there. */
export class AzureConnectionError extends Error {
  override readonly name = "AzureConnectionError";
  readonly code = "AzureConnection";

  constructor(read: string, options?: ErrorOptions) {
    super(`The connection broke before Azure had answered ${read}. It is tried again.`, options);
  }
}

/** No whole answer came in time. */
export class AzureTimeoutError extends Error {
  override readonly name = "AzureTimeoutError";
  readonly code = "AzureTimeout";

  constructor(read: string, timeoutMs: number, options?: ErrorOptions) {
    super(`Azure did not answer ${read} within ${timeoutMs / 1_000} s. It is tried again.`, options);
  }
}

/** A 5xx (or 408) that does not say when to come back. */
export class AzureServiceError extends Error {
  override readonly name = "AzureServiceError";
  readonly code = "AzureService";
  readonly status: number;
  readonly requestId: string | undefined;

  constructor(read: string, status: number, requestId: string | undefined) {
    const which = requestId === undefined ? "" : ` (request ${requestId})`;
    super(`Azure answered ${status} to ${read}${which}. It is tried again.`);
    this.status = status;
    this.requestId = requestId;
  }
}

/** A success that is not what Azure sends: no JSON, half of it, no Date. */
export class MalformedAnswerError extends Error {
  override readonly name = "MalformedAnswerError";
  readonly code = "MalformedAnswer";

  constructor(read: string, what: string, options?: ErrorOptions) {
    super(`Azure's answer to ${read} is malformed: ${what}. It is tried again.`, options);
  }
}

/** The read was given up by its caller. */
export class ReadCancelledError extends Error {
  override readonly name = "ReadCancelledError";
  readonly code = "Cancelled";

  constructor(read: string, options?: ErrorOptions) {
    super(`${read} was given up because the diagnosis was cancelled.`, options);
  }
}

/** A request that the gate did not make was about to leave, or one to a host that is neither HTTPS nor loopback. */
export class WireRefusedError extends Error {
  override readonly name = "WireRefusedError";
  readonly code = "WireRefused";

  constructor(read: string, reason: string) {
    super(`${read} was not sent: ${reason}.`);
  }
}
