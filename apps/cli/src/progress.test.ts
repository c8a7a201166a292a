import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { startProgress, startShare, thousands } from "./progress.ts";

/** As much of a terminal as a progress bar needs. */
function terminal(isTTY: boolean): { stream: NodeJS.WriteStream; text: () => string } {
  const stream = new PassThrough();
  const written: string[] = [];
  stream.on("data", (chunk: Buffer) => written.push(chunk.toString()));
  const methods = { isTTY, columns: 120, cursorTo: () => true, moveCursor: () => true, clearLine: () => true };
  return { stream: Object.assign(stream, methods) as unknown as NodeJS.WriteStream, text: () => written.join("") };
}

describe("startProgress", () => {
  it("draws on a terminal and writes nothing elsewhere", async () => {
    const [tty, file] = [terminal(true), terminal(false)];
    for (const { stream } of [tty, file]) {
      const bar = startProgress({ label: "orders", total: 2000, stream });
      bar.update(1000);
      await new Promise((resolve) => setTimeout(resolve, 150));
      bar.stop();
      bar.stop();
    }
    expect(tty.text()).toContain("orders");
    expect(tty.text()).toContain("1,000 of 2,000");
    expect(file.text()).toBe("");
  });
});

describe("a share", () => {
  it("is said once", async () => {
    const tty = terminal(true);
    const bar = startShare("reading", tty.stream);
    bar.update(0.404);
    await new Promise((resolve) => setTimeout(resolve, 150));
    bar.stop();

    expect(tty.text()).toMatch(/reading [█░]+ 40%/);
    expect(tty.text()).not.toMatch(/ of |undefined|null/);
  });
});

describe("thousands", () => {
  it("separates them", () => expect([thousands(0), thousands(1234567.4)]).toEqual(["0", "1,234,567"]));
});
