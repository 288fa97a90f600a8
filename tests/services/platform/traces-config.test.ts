import { expect, test } from "vitest";
import { readConfig } from "../../../services/platform/config.ts";

const tracesOf = (env: Record<string, string>) => readConfig(env).traces;
const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318" };

test.each<[string, Record<string, string>, unknown]>([
  ["no endpoint", {}, undefined],
  ["an endpoint", endpoint, { url: "http://127.0.0.1:4318/v1/traces" }],
  [
    "an endpoint with a path",
    { OTEL_EXPORTER_OTLP_ENDPOINT: "https://c.example.com/otlp/" },
    { url: "https://c.example.com/otlp/v1/traces" },
  ],
  [
    "one for traces alone, which is taken as it is",
    { ...endpoint, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "https://c.example.com/in" },
    { url: "https://c.example.com/in" },
  ],
  [
    "a name",
    { ...endpoint, OTEL_SERVICE_NAME: "azebal-west" },
    { url: "http://127.0.0.1:4318/v1/traces", serviceName: "azebal-west" },
  ],
  ["the SDK switched off", { ...endpoint, OTEL_SDK_DISABLED: "TRUE" }, undefined],
  ["traces switched off", { ...endpoint, OTEL_TRACES_EXPORTER: "none" }, undefined],
])("traces with %s", (_, env, traces) => {
  expect(tracesOf(env)).toEqual(traces);
});

test.each([
  "127.0.0.1:4318",
  "grpc://c.example.com",
  "https://c.example.com?key=secret",
  "https://u:secret@c.example.com",
])("an endpoint that cannot be used is told of without its value: %s", (value) => {
  expect(() => tracesOf({ OTEL_EXPORTER_OTLP_ENDPOINT: value })).toThrow(
    /OTEL_EXPORTER_OTLP_ENDPOINT is an? [^.]*characters\. Set an http:\/\/ or https:\/\/ address without parameters, such as http:\/\/127\.0\.0\.1:4318\./,
  );
  expect(() => tracesOf({ OTEL_EXPORTER_OTLP_ENDPOINT: value })).not.toThrow(/secret/);
});
