import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** @returns the paths of a certificate for localhost and its key, good for a day. */
export function selfSigned(directory: string): [certificate: string, key: string] {
  const [certificate, key] = [join(directory, "certificate.pem"), join(directory, "key.pem")];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"];
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  execFileSync("openssl", ["req", "-x509", ...curve, ...names, "-keyout", key, "-out", certificate], {
    stdio: "ignore",
  });
  return [certificate, key];
}
