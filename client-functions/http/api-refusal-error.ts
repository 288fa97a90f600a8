/** A refusal that the caller is told of: status, code and message go out as they are. */
export class ApiRefusalError extends Error {
  override readonly name = "ApiRefusalError";
  readonly status: number;
  readonly code: string;
  readonly retryable: boolean;

  constructor(
    status: number,
    code: string,
    message: string,
    options: ErrorOptions & { retryable?: boolean } = {},
  ) {
    super(message, options);
    this.status = status;
    this.code = code;
    this.retryable = options.retryable ?? false;
  }
}

/** One answer for an unknown diagnosis and for somebody else's: nobody learns which it is. */
export function diagnosisNotFound(): ApiRefusalError {
  return new ApiRefusalError(404, "DiagnosisNotFound", "There is no diagnosis of yours with this id.");
}

export function invalidInput(message: string): ApiRefusalError {
  return new ApiRefusalError(400, "InvalidInput", message);
}

export function tooLarge(message: string): ApiRefusalError {
  return new ApiRefusalError(413, "TooLarge", message);
}
