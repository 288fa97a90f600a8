import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** Stands between a client and a server, and does to their connections what networks do. */
export interface RedisProxy {
  readonly url: string;
  /** Connections that were cut in place of a reply. */
  readonly cuts: number;
  /** Cuts the next connection on which the server replies: the command was done, and its client does not know. */
  cutNextReply(): void;
  /** From now on nothing passes on the connections of now, and nobody is told. */
  stall(): void;
}

export async function startRedisProxy(port: number): Promise<RedisProxy> {
  const sockets = new Set<Socket>();
  let isCutting = false;
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
      if (!isCutting) client.write(data);
      else {
        isCutting = false;
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
  return {
    url: `redis://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    get cuts() {
      return cuts;
    },
    cutNextReply() {
      isCutting = true;
    },
    stall() {
      for (const socket of sockets) socket.pause();
    },
  };
}
