import type { CliIo } from "../cli-io.ts";
import type { DemoProgress } from "./demo-plan.ts";

/** Tells in a few lines how far the demo is: each phase once, the backfill also half-way. */
export function createDemoNarrator(io: CliIo): (progress: DemoProgress) => void {
  let said = "";
  const once = (key: string, line: string): void => {
    if (said === key) return;
    said = key;
    io.out(line);
  };
  return (progress) => {
    switch (progress.phase) {
      case "reading":
        return once("reading", "Reading a year of real purchases (Online Retail, UCI, CC BY 4.0)…");
      case "backfill": {
        const { done, of } = progress;
        return done === of ? once("backfilled", `Loaded ${of.toLocaleString("en")} past orders.`) : once("backfill", `Loading ${of.toLocaleString("en")} past orders…`);
      }
      case "live":
        return once("live", "Replaying the following weeks live: open the page and watch segments and lists move. Ctrl-C stops; a new start goes on from there.");
      case "finished":
        return once("finished", "The replay is at its end; what you buy still counts.");
      default:
        return progress satisfies never;
    }
  };
}
