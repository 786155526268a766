/** The part of a pino logger the engines use: structured fields first, then the message. */
export interface EngineLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export type EngineErrorCode = "ENGINE_NATIVE" | "ENGINE_START" | "ENGINE_IN_USE" | "ENGINE_SOCKET_FOLDER" | "ENGINE_STOPPED";

/** An Error whose `code` says which engine step failed. */
export function engineError(code: EngineErrorCode, message: string, cause?: unknown): Error & { code: EngineErrorCode } {
  return Object.assign(new Error(message, { cause }), { code });
}

/** The message of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The `code` of a system or engine error (`ENOENT`, `ENGINE_START`, ...), if it has one. */
export function codeOf(thrown: unknown): string | undefined {
  const code = typeof thrown === "object" && thrown !== null && "code" in thrown ? thrown.code : undefined;
  return typeof code === "string" ? code : undefined;
}
