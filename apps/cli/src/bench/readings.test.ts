import { describe, expect, it } from "vitest";
import { parseCores } from "./cores.ts";
import { secondsOf, ticksOf } from "./cpu-of.ts";
import { parseReply } from "./keep-alive-connection.ts";
import { sumOf } from "./progress-of.ts";

describe("what the machine says", () => {
  it("reads user and system time behind a name with spaces and brackets", () => {
    expect(ticksOf("42 (node (old) 1) S 1 42 42 0 -1 4194304 100 0 0 0 250 50 7 8 20 0 11 0 9 1 1")).toBe(300);
  });

  it("reads the clock of ps with and without hours and days", () => {
    expect(secondsOf(" 0:01.25\n")).toBe(1.25);
    expect(secondsOf("2-01:00:03")).toBe(2 * 86_400 + 3_603);
  });

  it("spells out the cores a process may use", () => {
    expect(parseCores("0-2,8")).toEqual([0, 1, 2, 8]);
    expect(parseCores("")).toEqual([]);
  });
});

describe("what the server says", () => {
  it("waits for the whole body of a reply", () => {
    const whole = Buffer.from("HTTP/1.1 202 Accepted\r\nContent-Length: 4\r\n\r\n{  }");
    expect(parseReply(whole.subarray(0, whole.length - 1))).toBeUndefined();
    expect(parseReply(whole)).toEqual({ status: 202, body: "{  }" });
  });

  it("adds a metric up over its labels and no other one", () => {
    const metrics = 'segue_lag_records{group="a"} 3\nsegue_lag_records{group="b"} 4\nsegue_lag_records_other 9\n# HELP segue_lag_records x 5';
    expect(sumOf(metrics, "segue_lag_records")).toBe(7);
  });
});
