import type { Command } from "commander";
import { createLogger } from "@segue/platform/logger";
import { createTroubles } from "@segue/platform/troubles";
import type { CliIo } from "../cli-io.ts";
import { createDemoNarrator } from "../embedded/demo-narrator.ts";
import { demoPlan } from "../embedded/demo-plan.ts";
import { readSettings } from "../embedded/settings.ts";
import type { Settings } from "../embedded/settings.ts";
import { untilStopped } from "../embedded/until-stopped.ts";

export interface UpOptions {
  readonly demo?: boolean;
  readonly data?: string;
  readonly port?: string;
  readonly clock?: string;
  readonly speed: string;
  readonly liveFrom?: string;
}

/** Adds `segue up`. */
export function addUp(program: Command, io: CliIo): void {
  program
    .command("up")
    .description("run the whole system in this process, on an embedded log and store")
    .option("--demo", "with a year of real purchases: most of them at once, the last weeks live")
    .option("--data <dir>", "where log, state and snapshots lie (SEGUE_DATA; default data)")
    .option("--port <n>", "where to listen on 127.0.0.1, 0 for any free port (SEGUE_PORT; default 8080)")
    .option("--clock <kind>", "wall, or event for logs of the past (SEGUE_CLOCK; default wall, with --demo event)")
    .option("--speed <n>", "of the demo's live part, times real time", "1800")
    .option("--live-from <date>", "where the demo's live part begins, ISO 8601 (default 2011-11-01)")
    .action(async (options: UpOptions) => up(options, io));
}

async function up(options: UpOptions, io: CliIo): Promise<void> {
  const plan = options.demo === true ? demoPlan(options) : null;
  const settings: Settings = readSettings(process.env, {
    SEGUE_DATA: options.data,
    SEGUE_PORT: options.port,
    SEGUE_CLOCK: options.clock ?? (plan === null ? undefined : "event"),
  });
  const troubles = createTroubles();
  const logger = createLogger("segue", settings.SEGUE_LOG_LEVEL, troubles);
  const stopped = untilStopped(logger);
  const narrate = createDemoNarrator(io);
  // What is wrong with a command line or a setting is said before the whole system is loaded.
  const { startEmbedded } = await import("../embedded/start-embedded.ts");
  const system = await startEmbedded({ settings, logger, troubles, demo: plan, onDemoProgress: narrate, onFailure: stopped.fail });
  io.out(`Segue is up: ${system.url} (API: ${system.url}/docs, data in ${settings.SEGUE_DATA})`);
  if (plan === null) io.out(`Send purchases to ${system.url}/v1/events, or load a file: npx segue import FILE.csv --to ${system.url}`);
  await stopped.whenStopped(system);
}
