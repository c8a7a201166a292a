import { pino } from "pino";
import type { Logger } from "pino";

export type { Logger } from "pino";

export const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One JSON line per message on stderr, so that stdout stays free for results; secrets never appear. */
export function createLogger(name: string, level: LogLevel): Logger {
  const redact = { paths: ["headers.authorization", "headers['x-api-key']", "headers.cookie"], censor: "[redacted]" };
  return pino({ name, level, redact, base: { name } }, pino.destination({ fd: 2, sync: false }));
}
