import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { PortInUseError } from "../simulator-errors.ts";
import type { Answer } from "./answer.ts";

export interface Reply {
  answer: Answer;
  headers: Record<string, string>;
}

/**
 * Listens on 127.0.0.1 and answers every request with JSON.
 *
 * @param port 0 for any free one.
 * @throws PortInUseError when another process listens there.
 */
export async function serve(
  port: number,
  reply: (message: IncomingMessage) => Promise<Reply>,
): Promise<Server> {
  const server = createServer((message, response) => {
    reply(message).then(
      ({ answer, headers }) => send(response, answer, headers),
      (error: unknown) =>
        send(response, internalError(error), { "Content-Type": "application/json; charset=utf-8" }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" ? new PortInUseError(port, { cause: error }) : error);
    });
    server.listen(port, "127.0.0.1", resolve);
  });
  return server;
}

function send(response: ServerResponse, answer: Answer, headers: Record<string, string>): void {
  response.sendDate = false;
  response.writeHead(answer.status, { ...headers, ...answer.headers });
  response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
}

/** A fault of the simulator itself; never an answer that a scenario asked for. */
function internalError(error: unknown): Answer {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { status: 500, body: { error: { code: "SimulatorFault", message } } };
}
