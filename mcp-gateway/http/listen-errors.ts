/** Another program listens on the port. */
export class PortInUseError extends Error {
  override readonly name = "PortInUseError";
  readonly code = "PortInUse";
  readonly port: number;

  constructor(host: string, port: number, options?: ErrorOptions) {
    super(
      `Port ${port} on ${host} is taken by another program (perhaps another azebal). End that one, or set AZEBAL_HTTP_PORT to a free port; 0 lets the system choose.`,
      options,
    );
    this.port = port;
  }
}

/** The server cannot listen there for another reason: no right to, or no such address. */
export class ListenFailedError extends Error {
  override readonly name = "ListenFailedError";
  readonly code = "ListenFailed";

  constructor(host: string, port: number, reason: string, options?: ErrorOptions) {
    super(
      `Cannot listen on ${host}:${port} (${reason}). Use a port above 1023 and an address of this machine, such as 127.0.0.1; AZEBAL_HTTP_PORT sets the port.`,
      options,
    );
  }
}

/** Names what `listen` failed with. */
export function listenErrorOf(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === "EADDRINUSE") return new PortInUseError(host, port, { cause: error });
  return new ListenFailedError(host, port, error.code ?? error.message, { cause: error });
}
