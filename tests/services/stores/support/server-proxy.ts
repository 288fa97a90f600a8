import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** Stands between a client and a server, and does to their connections what networks do. */
export interface ServerProxy {
  readonly url: string;
  readonly port: number;
  /** Connections that were cut in place of a reply. */
  readonly cuts: number;
  /**
   * Cuts the next connection on which the server replies: the command was done, and its client does not know.
   *
   * @param after  so many replies pass before.
   */
  cutNextReply(after?: number): void;
  /** From now on nothing passes on the connections of now, and nobody is told. */
  stall(): void;
}

export async function startProxy(port: number): Promise<ServerProxy> {
  const sockets = new Set<Socket>();
  let repliesToCut = Number.POSITIVE_INFINITY;
  let cuts = 0;
  const server = createServer((client) => {
    const upstream = connect(port, "127.0.0.1");
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on("data", (data) => upstream.write(data));
    upstream.on("data", (data) => {
      if (repliesToCut > 0) {
        repliesToCut -= 1;
        client.write(data);
      } else {
        repliesToCut = Number.POSITIVE_INFINITY;
        cuts += 1;
        client.destroy();
      }
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const address = server.address();
  const ownPort = typeof address === "object" && address ? address.port : 0;
  return {
    url: `redis://127.0.0.1:${ownPort}`,
    port: ownPort,
    get cuts() {
      return cuts;
    },
    cutNextReply(after = 0) {
      repliesToCut = after;
    },
    stall() {
      for (const socket of sockets) socket.pause();
    },
  };
}
