import type { HttpTargets } from "../http-targets.ts";
import { type Drive, run } from "../scenario.ts";

const secret = {
  authorization: "Bearer sample",
  cookie: "c=1",
  "x-functions-key": "sample",
  "x-custom": "kept",
};

/** `callHttp`. */
export function httpScenarios(targets: HttpTargets): Record<string, Drive> {
  const call =
    (request: Record<string, unknown> & { path: string }): Drive =>
    async (s) => {
      const { path, ...rest } = request;
      const tag = `?t=${s.name}`;
      await s.start("http", { ...rest, url: `${targets.origin}${path}${tag}` });
      s.note(await s.done());
      s.http.push({ requestsSeenByTarget: targets.hits.filter((hit) => hit.path.endsWith(tag)) });
    };
  return {
    httpOk: call({ method: "POST", path: "/ok", body: { a: 1 }, headers: { "x-custom": "1" } }),
    httpText: call({ method: "GET", path: "/text" }),
    http404: call({ method: "GET", path: "/status/404" }),
    http500: call({ method: "GET", path: "/status/500" }),
    httpRedirect: call({ method: "GET", path: "/redirect" }),
    http202: call({ method: "POST", path: "/202-same", body: "x", headers: secret }),
    http202Relative: call({ method: "POST", path: "/202-relative", body: "x", headers: secret }),
    http202Cross: call({ method: "POST", path: "/202-cross", body: "x", headers: secret }),
    http202NoLocation: call({ method: "GET", path: "/202-nolocation" }),
    http202NoPolling: call({ method: "GET", path: "/202-same", enablePolling: false }),
    httpRefused: run("http", { method: "GET", url: "http://127.0.0.1:9/" }),
  };
}
