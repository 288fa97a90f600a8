import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

/** `sun_path` holds 108 bytes on Linux and 104 on macOS, the closing NUL among them. */
const longestSocketPath = 100;

/**
 * Where the owner of a hub listens: in the hub's folder, or where that path is too long for a socket, in a folder of
 * this user (0700) below the system's temporary one, under a name that only depends on the hub.
 */
export function socketPathOf(hubDirectory: string): string {
  const name = createHash("sha256").update(hubDirectory).digest("hex").slice(0, 16);
  if (process.platform === "win32") return `\\\\.\\pipe\\azebal-${name}`;
  const beside = join(hubDirectory, "owner.sock");
  if (Buffer.byteLength(beside) <= longestSocketPath) return beside;
  const directory = join(tmpdir(), `azebal-${userInfo().uid}`);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return join(directory, `${name}.sock`);
}
