import { fileURLToPath } from "node:url";
import { AppError } from "@segue/shared/errors";

/** What the demo does with the bundled purchases. */
export interface DemoPlan {
  /** A purchase log. */
  readonly file: string;
  /** Everything before this moment (epoch milliseconds) is loaded as fast as it goes, the rest is replayed live. */
  readonly liveFrom: number;
  /** How many times faster than real time the live part runs. */
  readonly speed: number;
}

/** How far the replay is, told by its worker. */
export type DemoProgress =
  | { readonly phase: "reading" }
  | { readonly phase: "backfill"; readonly done: number; readonly of: number }
  | { readonly phase: "live"; readonly done: number; readonly of: number }
  | { readonly phase: "finished"; readonly done: number; readonly of: number };

/** Eleven of thirteen months are past: the last weeks before Christmas are worth watching. */
const LIVE_FROM = "2011-11-01";

/** @throws AppError `usage` for a speed or a date that is none. */
export function demoPlan(options: { readonly speed: string; readonly liveFrom?: string }): DemoPlan {
  const speed = Number(options.speed);
  if (!(speed > 0)) throw new AppError("usage", `--speed ${options.speed}: must be a number above 0`);
  const liveFrom = Date.parse(options.liveFrom ?? LIVE_FROM);
  if (Number.isNaN(liveFrom)) throw new AppError("usage", `--live-from ${String(options.liveFrom)}: must be a date such as ${LIVE_FROM}`);
  return { file: fileURLToPath(new URL("../../../../datasets/online-retail/online-retail.csv.gz", import.meta.url)), liveFrom, speed };
}
