export type EngineLogLevel = "debug" | "information" | "warning" | "error";

export type EngineLog = (level: EngineLogLevel, message: string, instanceId?: string) => void;
