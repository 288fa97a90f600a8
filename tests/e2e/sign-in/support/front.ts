import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface Front {
  /** Where clients and browsers reach the gateways. */
  url: string;
  /** The gateway that is given the next requests: its MCP endpoint's address. */
  target: string;
}

/** What stands before several gateways under one address, as a load balancer does; the test says which is next. */
export async function openFront(): Promise<Front> {
  const front: Front = { url: "", target: "" };
  const server = createServer((incoming, outgoing) => {
    const onward = httpRequest(
      new URL(incoming.url ?? "/", front.target),
      { method: incoming.method, headers: incoming.headers, agent: false },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  front.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return front;
}
