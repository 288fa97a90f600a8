import { randomBytes } from "node:crypto";
import { type ChildProgram, startProgram } from "./child-process.ts";
import type { PreparedHost } from "./prepare-host.ts";

export interface Storage {
  connectionString: string;
  /** Puts the storage's clock forward: messages that a dead process holds are visible again, as after that time. */
  passTime(ms: number): Promise<void>;
  stop(): Promise<void>;
}

const account = "azebal";

/** Azurite on free ports of this machine, in memory, with an account key of its own. */
export async function startStorage({ storageProgram }: PreparedHost): Promise<Storage> {
  const key = randomBytes(64).toString("base64");
  const preload = new URL("storage-process.ts", import.meta.url).href;
  const services = ["blob", "queue", "table"] as const;
  const ports = services.flatMap((name) => [`--${name}Host`, "127.0.0.1", `--${name}Port`, "0"]);
  const program = startProgram(
    process.execPath,
    [
      `--import=${preload}`,
      storageProgram,
      "--inMemoryPersistence",
      "--skipApiVersionCheck",
      "--disableTelemetry",
      ...ports,
    ],
    { PATH: process.env["PATH"] ?? "", AZURITE_ACCOUNTS: `${account}:${key}` },
  );
  const endpoints = await Promise.all(services.map((name) => endpointOf(program, name)));
  let aheadMs = 0;
  return {
    async passTime(ms) {
      aheadMs += ms;
      program.tell(String(ms));
      await program.line(new RegExp(`The clock is ${aheadMs} ms ahead`));
    },
    connectionString: [
      "DefaultEndpointsProtocol=http",
      `AccountName=${account}`,
      `AccountKey=${key}`,
      ...endpoints,
    ].join(";"),
    stop: () => program.kill(),
  };
}

/** `Azurite Blob service successfully listens on http://127.0.0.1:41234`. */
async function endpointOf(program: ChildProgram, name: string): Promise<string> {
  const service = `${name[0]!.toUpperCase()}${name.slice(1)}`;
  const listens = new RegExp(
    `Azurite ${service} service (?:is )?successfully listen\\w* (?:at|on) (http://127\\.0\\.0\\.1:\\d+)`,
  );
  const [, url] = await program.line(listens);
  return `${service}Endpoint=${url}/${account}`;
}
