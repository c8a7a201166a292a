import { Writable } from "node:stream";
import type { Logger } from "@segue/platform/logger";
import { pino } from "pino";

/** A logger that keeps its lines. */
export function tellingLogger(): { readonly logger: Logger; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const sink = new Writable({
    write: (line: Buffer, _encoding, done) => {
      lines.push(line.toString());
      done();
    },
  });
  return { logger: pino({ level: "trace" }, sink), lines };
}
