import { registerHooks } from "node:module";
import { PassThrough } from "node:stream";

/**
 * A stdio server for tests, run as a process of its own: the gateway over a function app that starts a diagnosis and
 * leaves it running. With `--loaded` it names on standard error what was loaded before the first answer.
 */
const loaded: string[] = [];
if (process.argv.includes("--loaded"))
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context);
      loaded.push(resolved.url);
      return resolved;
    },
  });

const [{ createGateway }, { serveStdio }] = await Promise.all([
  import("../../../mcp-gateway/gateway.ts"),
  import("../../../mcp-gateway/serve-stdio.ts"),
]);

const view = {
  diagnosis_id: "d1",
  status: "running",
  progress: { done: 0, total: 0, message: "started", elapsed_ms: 0 },
};

const gateway = createGateway({
  principal: async () => ({ tenantId: "t", objectId: "o", userPrincipalName: "u@example.com" }),
  signAssertion: async () => "assertion",
  functionApp: {
    async send(request) {
      if (request.method === "POST") return Response.json({ diagnosis_id: "d1", created: true });
      if (!request.url.includes("/events")) return Response.json(view);
      return await new Promise((resolve) => {
        request.signal.addEventListener("abort", () => resolve(Response.json({}, { status: 503 })));
      });
    },
  },
});

/** Tells what was loaded when the first message leaves. */
const output = new PassThrough();
output.once("data", () => {
  if (loaded.length > 0) process.stderr.write(`${JSON.stringify(loaded.splice(0))}\n`);
});
output.pipe(process.stdout);

await serveStdio(gateway, {
  input: process.stdin,
  output,
  sourcePaths: { workingDirectory: process.cwd() },
});
