import { describe, expect, it } from "vitest";
import { createLogger } from "./logger.ts";
import { allTroubles, createTroubles } from "./troubles.ts";

describe("troubles", () => {
  it("are the latest warnings and errors of the log, newest first", async () => {
    const troubles = createTroubles();
    const log = createLogger("test", "info", troubles);
    log.info("fine");
    log.warn({ path: "x" }, "a snapshot could not be read");
    for (let time = 0; time < 60; time++) log.error({ err: new Error("broken pipe") }, "request failed");
    expect(troubles.list()).toHaveLength(50);
    expect(troubles.list()[0]).toMatchObject({ level: "error", message: "request failed: broken pipe" });
  });

  it("of several threads are one list", async () => {
    const one = [{ time: "2026-01-01T00:00:02.000Z", level: "warn" as const, message: "b" }];
    const other = [{ time: "2026-01-01T00:00:03.000Z", level: "error" as const, message: "c" }];
    expect((await allTroubles([async () => one, async () => other])).map(({ message }) => message)).toEqual(["c", "b"]);
  });
});
