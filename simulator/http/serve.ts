import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { PortInUseError } from "../simulator-errors.ts";
import type { Answer } from "./answer.ts";

export interface Reply {
  answer: Answer;
  headers: Record<string, string>;
  /** What reaches the caller of it; the whole by default. */
  delivery?: Delivery;
  /** How much longer than every other answer it takes, in milliseconds. */
  extraLatencyMs?: number;
}

/** Ways in which a connection fails its caller; `silence` keeps it open until the caller or the simulator closes it. */
export type Delivery = "whole" | "dropped" | "silence" | "half-then-silence" | "half-then-closed";

/**
 * Listens on 127.0.0.1 and answers every request with JSON.
 *
 * @param port 0 for any free one.
 * @param tls key and certificate in PEM, to be served with; without it the connection is plain.
 * @throws PortInUseError when another process listens there.
 */
export async function serve(
  port: number,
  reply: (message: IncomingMessage) => Promise<Reply>,
  tls?: { key: string; cert: string },
): Promise<Server> {
  const listener = (message: IncomingMessage, response: ServerResponse): void => {
    reply(message).then(
      (made) => send(response, made),
      (error: unknown) => send(response, internalError(error)),
    );
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" ? new PortInUseError(port, { cause: error }) : error);
    });
    server.listen(port, "127.0.0.1", resolve);
  });
  return server;
}

function send(response: ServerResponse, { answer, headers, delivery = "whole" }: Reply): void {
  if (delivery === "silence") return;
  if (delivery === "dropped") {
    response.destroy();
    return;
  }
  const bytes = Buffer.from(answer.text ?? (answer.body === undefined ? "" : JSON.stringify(answer.body)));
  response.sendDate = false;
  response.writeHead(answer.status, { ...headers, ...answer.headers, "Content-Length": bytes.length });
  if (delivery === "whole") {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => {
    if (delivery === "half-then-closed") response.destroy();
  });
}

/** A fault of the simulator itself; never an answer that a scenario asked for. */
function internalError(error: unknown): Reply {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    answer: { status: 500, body: { error: { code: "SimulatorFault", message } } },
    headers: { "Content-Type": "application/json; charset=utf-8" },
  };
}
