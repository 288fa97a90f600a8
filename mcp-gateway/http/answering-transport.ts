import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import type { JSONRPCMessage, RequestId } from "@modelcontextprotocol/sdk/types.js";

type TransportOptions = ConstructorParameters<typeof WebStandardStreamableHTTPServerTransport>[0];

/** The SDK's transport, which also says which requests were answered, once the answer is on its way. */
export class AnsweringTransport extends WebStandardStreamableHTTPServerTransport {
  readonly #onAnswered: (id: RequestId) => void;

  constructor(options: TransportOptions, onAnswered: (id: RequestId) => void) {
    super(options);
    this.#onAnswered = onAnswered;
  }

  override async send(message: JSONRPCMessage, options?: { relatedRequestId?: RequestId }): Promise<void> {
    try {
      await super.send(message, options);
    } finally {
      if (!("method" in message) && message.id !== undefined) this.#onAnswered(message.id);
    }
  }
}
