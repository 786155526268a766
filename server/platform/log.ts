import { pino } from "pino";

/** Structured log on stdout. ERROR means that somebody must act; nothing personal is ever given to it. */
export type Log = {
  debug: (fields: object, message: string) => void;
  info: (fields: object, message: string) => void;
  warn: (fields: object, message: string) => void;
  error: (fields: object, message: string) => void;
};

export const createLog = (level: string): Log =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths: ["*.password", "*.token", "*.code"], remove: true } });
