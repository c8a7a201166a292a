import type { Closeable } from "../lifecycle.ts";
import type { Logger } from "../logger.ts";
import type { Metrics } from "../metrics.ts";
import type { TroublesSource } from "../troubles.ts";
import { buildApp } from "./build-app.ts";
import type { OpenApp } from "./build-app.ts";
import type { App } from "./create-app.ts";
import type { HttpSettings } from "./http-settings.ts";
import { listen } from "./listen.ts";
import { problem, sendProblem } from "./problem.ts";

export interface WaitingRoomOptions {
  readonly settings: HttpSettings;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly service: string;
  readonly troubles: readonly TroublesSource[];
}

/** Answers while a service starts: it is alive, and `/readyz` says what it waits for. Everything else is 503. */
export interface WaitingRoom extends Closeable {
  /** Says what is waited for now. */
  readonly waitFor: (what: string) => void;
  /** Puts the service's own app in its place; resolves with its address. */
  readonly handOver: (open: OpenApp) => Promise<string>;
}

/** @throws AppError of a port or an address that cannot be used */
export async function openWaitingRoom(options: WaitingRoomOptions): Promise<WaitingRoom> {
  const { settings, logger } = options;
  let waitsFor = "the start";
  const ready = async () => [{ name: "start", ready: false, detail: `waiting for ${waitsFor}` }];
  const routes = (app: App): void => {
    app.addHook("onRequest", async ({ routeOptions }, reply) => {
      if (routeOptions.url !== undefined) return;
      sendProblem(reply, problem(503, "starting", `this service is starting and waits for ${waitsFor}: try again in a moment`));
      return reply;
    });
  };
  const room = await buildApp({ ...options, title: "Segue, starting", ready, routes });
  const address = await listen(room.app, { host: settings.SEGUE_HOST, port: settings.SEGUE_PORT });
  return {
    waitFor(what) {
      waitsFor = what;
      logger.info({ what }, "waiting");
    },
    async handOver(open) {
      await room.close();
      return listen(open.app, { host: settings.SEGUE_HOST, port: Number(new URL(address).port) });
    },
    close: () => room.close(),
  };
}
