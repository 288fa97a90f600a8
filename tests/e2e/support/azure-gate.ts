import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface PassedRequest {
  method: string;
  url: string;
  body: string;
  headers: IncomingHttpHeaders;
}

/** What to do with a read: pass it on at once, or after a promise, or answer it here. */
export type GateRule = (
  read: PassedRequest,
) => Promise<void | { status: number; headers: Record<string, string>; body: string }> | void;

export interface AzureGate {
  url: string;
  /** Every read that reached the simulator and was answered from there, in order. */
  readonly answered: PassedRequest[];
  rule: GateRule;
  /** Who answers; another simulator may take its place. */
  simulatorUrl: string;
  close(): Promise<void>;
}

/** Stands between a process under test and the simulator, so that a test can stop time at any read. */
export async function openAzureGate(simulatorUrl: string): Promise<AzureGate> {
  const answered: PassedRequest[] = [];
  const gate: Omit<AzureGate, "url" | "close"> = { answered, rule: () => undefined, simulatorUrl };

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await text(incoming);
    const url = incoming.url ?? "/";
    if (!url.startsWith("/simulator/")) {
      const read = { method: incoming.method ?? "GET", url, body, headers: incoming.headers };
      const own = await gate.rule(read);
      if (outgoing.destroyed) return;
      if (own) {
        outgoing.writeHead(own.status, own.headers).end(own.body);
        return;
      }
      answered.push(read);
    }
    await forward(gate.simulatorUrl, incoming, body, outgoing);
  }

  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(gate, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

function forward(
  simulatorUrl: string,
  incoming: IncomingMessage,
  body: string,
  outgoing: ServerResponse,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const onward = httpRequest(
      new URL(incoming.url ?? "/", simulatorUrl),
      { method: incoming.method, headers: { ...incoming.headers, host: new URL(simulatorUrl).host } },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
        answer.on("end", resolve);
      },
    );
    onward.on("error", reject);
    onward.end(body);
  });
}
