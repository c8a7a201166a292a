import type { Logger } from "../logger.ts";

/** An entry as kafkajs writes it. */
export interface LibraryEntry {
  readonly level: number;
  readonly namespace: string;
  readonly log: { readonly message: string; readonly [field: string]: unknown };
}

// kafkajs's own levels.
const WARN = 2;
const INFO = 4;
const DEBUG = 5;

/** How much kafkajs needs to say for what the logger shows. */
export function libraryLevel(logger: Logger): number {
  if (logger.isLevelEnabled("trace")) return DEBUG;
  return logger.isLevelEnabled("debug") ? INFO : WARN;
}

/** Passes on an entry. What kafkajs calls an error it mostly mends itself, so it is a warning here; failures reach their callers. */
export function writeLibraryEntry(logger: Logger, { level, namespace, log }: LibraryEntry): void {
  const { message, timestamp: _timestamp, logger: _logger, stack: _stack, ...fields } = log;
  const write = level <= WARN ? "warn" : level === INFO ? "debug" : "trace";
  logger[write]({ ...fields, namespace }, message);
}
