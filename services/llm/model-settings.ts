/** USD for a million tokens. */
export interface ModelPrice {
  readonly inputUsd: number;
  /** Of input that the provider still had from an earlier question. */
  readonly cachedInputUsd: number;
  readonly outputUsd: number;
}

/** Which model is asked, where, and as whom. */
export interface ModelSettings {
  /** The base address of an OpenAI-compatible API, with its path: what `/chat/completions` is appended to. */
  readonly endpoint: string;
  /** The model, or the deployment of Azure OpenAI. */
  readonly model: string;
  readonly auth: "key" | "entra" | "none";
  /** Where `auth` is `key`. Never show it. */
  readonly key?: string;
  /** Where `auth` is `entra`: an access token for the model. */
  readonly token?: () => Promise<string>;
  /** For the whole answer of one question. */
  readonly timeoutMs: number;
  /** Between two pieces of an answer that has begun; a model that thinks before it begins may take the whole time. */
  readonly idleTimeoutMs: number;
  readonly price?: ModelPrice;
  /** Not sent where absent: reasoning models refuse it. */
  readonly temperature?: number;
  /** Plain HTTP is for this machine only, unless it is allowed here. */
  readonly isPlainHttpAllowed?: boolean;
  /** The model's own text; a longer one is nonsense. 256 KiB where absent. */
  readonly maxAnswerBytes?: number;
}
