/**
 * The part of `@azure/functions-core` that `@azure/functions` 4.x uses. The package exists only as types inside the
 * Functions Node worker (https://github.com/Azure/azure-functions-nodejs-worker, types-core/index.d.ts).
 */
export type LogLevel = "trace" | "debug" | "information" | "warning" | "error" | "critical" | "none";

export interface TypedData {
  string?: string;
  json?: string;
  bytes?: Uint8Array;
  int?: number;
  double?: number;
  http?: HttpData;
}

export interface HttpData {
  url?: string;
  method?: string;
  headers?: Record<string, string>;
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: TypedData | null;
  statusCode?: string;
  cookies?: readonly HttpCookie[];
}

export interface HttpCookie {
  name: string;
  value: string;
  domain?: { value?: string };
  path?: { value?: string };
  expires?: { value?: { seconds?: number } };
  secure?: { value?: boolean };
  httpOnly?: { value?: boolean };
  sameSite?: string;
  maxAge?: { value?: number };
}

export interface Binding {
  type?: string;
  direction?: string;
  name?: string;
  route?: string;
  methods?: readonly string[];
}

export interface FunctionMetadata {
  name: string;
  functionId?: string;
  bindings: Record<string, Binding>;
}

export type FunctionCallback = (...inputs: unknown[]) => unknown;
export type HookCallback = (context: Record<string, unknown>) => unknown;

export interface InvocationRequest {
  invocationId: string;
  functionId: string;
  inputData: readonly { name: string; data: TypedData }[];
  triggerMetadata: Record<string, TypedData>;
  traceContext: Record<string, never>;
  retryContext: undefined;
}

export interface CoreInvocationContext {
  invocationId: string;
  request: InvocationRequest;
  metadata: FunctionMetadata;
  state?: "preInvocationHooks" | "invocation" | "postInvocationHooks";
  log(level: LogLevel, category: string, message: string): void;
}

export interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<{ returnValue?: TypedData | null }>;
}

export interface ProgrammingModel {
  getInvocationModel(context: CoreInvocationContext): InvocationModel | Promise<InvocationModel>;
  getCapabilities(worker: Record<string, string>): Promise<Record<string, string>>;
}
