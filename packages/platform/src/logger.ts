import { pino } from "pino";
import type { Logger } from "pino";
import type { Troubles } from "./troubles.ts";

export type { Logger } from "pino";

export const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const TROUBLE_LEVELS: Readonly<Record<number, "warn" | "error" | "fatal">> = { 40: "warn", 50: "error", 60: "fatal" };

/** One JSON line per message on stderr, so that stdout stays free for results; secrets never appear. Warnings and errors are noted as `troubles`. */
export function createLogger(name: string, level: LogLevel, troubles?: Troubles): Logger {
  const redact = { paths: ["headers.authorization", "headers['x-api-key']", "headers.cookie"], censor: "[redacted]" };
  const hooks = {
    streamWrite(line: string): string {
      noteTrouble(line, troubles);
      return line;
    },
  };
  return pino({ name, level, redact, base: { name }, hooks }, pino.destination({ fd: 2, sync: false }));
}

const TROUBLE = /^\{"level":(40|50|60),/;

function noteTrouble(line: string, troubles: Troubles | undefined): void {
  const level = TROUBLE_LEVELS[Number(TROUBLE.exec(line)?.[1])];
  if (troubles === undefined || level === undefined) return;
  const { msg = "", err } = JSON.parse(line) as { readonly msg?: string; readonly err?: { readonly message?: string } };
  troubles.note(level, err?.message === undefined || err.message === msg ? msg : `${msg}: ${err.message}`);
}
