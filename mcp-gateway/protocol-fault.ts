/** The request itself is broken; each wire has its own code for these. */
export type ProtocolFaultKind = "invalid_params" | "resource_not_found";

/** A broken request: no such tool, resource or prompt, or parameters of another shape. The message says what there is. */
export class ProtocolFault extends Error {
  override readonly name = "ProtocolFault";
  readonly code = "ProtocolFault";
  readonly kind: ProtocolFaultKind;

  constructor(kind: ProtocolFaultKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
