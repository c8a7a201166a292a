import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { runCli } from "../run-cli.ts";
import { addReplay } from "./replay.ts";

interface Arrived {
  readonly at: number;
  readonly orderId: string;
  readonly time: string;
}

const folder = mkdtempSync(join(tmpdir(), "replay-"));
const servers: Server[] = [];
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function openShop(onEvent: (event: Arrived) => void = () => undefined): Promise<{ url: string; arrived: Arrived[] }> {
  const arrived: Arrived[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      if (request.method !== "POST") return response.end("{}");
      const events = body.trimEnd().split("\n").map((line) => JSON.parse(line) as { orderId: string; time: string; customerId: string });
      for (const { orderId, time } of events) {
        arrived.push({ at: performance.now(), orderId, time });
        onEvent({ at: performance.now(), orderId, time });
      }
      const rejected = events.flatMap(({ customerId }, index) => (customerId === "bad" ? [{ index, code: "invalid_event", message: "bad customer" }] : []));
      return response.writeHead(202).end(JSON.stringify({ accepted: events.length - rejected.length, rejected, position: "0:1" }));
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, arrived };
}

async function run(...args: string[]): Promise<{ code: number; out: string; notes: string }> {
  const [out, notes]: [string[], string[]] = [[], []];
  const code = await runCli(["replay", ...args], [addReplay], { out: (line) => out.push(line), note: (line) => notes.push(line) });
  return { code, out: out.join("\n"), notes: notes.join("\n") };
}

let files = 0;
const log = (...rows: string[]): string => {
  files += 1;
  const path = join(folder, `${files}.csv`);
  writeFileSync(path, ["customerId,time,orderId,productId,unitPrice", ...rows].join("\n"));
  return path;
};
const hours = (...list: number[]): string => log(...list.map((hour, index) => `c${index},2020-01-01T${String(hour).padStart(2, "0")}:00:00Z,o${hour},p,1`));

describe("segue replay", () => {
  it("sends in the order of event time, N times as fast as it happened", async () => {
    const { url, arrived } = await openShop();
    // An hour is 100 ms.
    const { code, out } = await run(hours(3, 0, 1, 6), "--speed", "36000", "--to", url);
    expect([code, out]).toEqual([0, "replayed 4 orders"]);
    expect(arrived.map(({ orderId }) => orderId)).toEqual(["o0", "o1", "o3", "o6"]);
    const start = arrived[0]?.at ?? 0;
    for (const [index, due] of [0, 100, 300, 600].entries()) {
      const at = (arrived[index]?.at ?? 0) - start;
      // The first request also opens the connection, so the others may seem early.
      expect(at).toBeGreaterThan(due - 200);
      expect(at).toBeLessThan(due + 1_000);
    }
  });

  it("keeps to --from and --until", async () => {
    const { url, arrived } = await openShop();
    const span = ["--from", "2020-01-01T01:00", "--until", "2020-01-01T03:00:00Z"];
    expect((await run(hours(0, 1, 2, 3), "--speed", "1e9", "--to", url, ...span)).code).toBe(0);
    expect(arrived.map(({ orderId }) => orderId)).toEqual(["o1", "o2"]);
  });

  it("stops at Ctrl-C and says where to go on", async () => {
    const { url, arrived } = await openShop(({ orderId }) => orderId === "o1" && process.emit("SIGINT"));
    const { code, out } = await run(hours(0, 1, 5), "--speed", "36000", "--to", url);
    expect([code, arrived.length]).toEqual([0, 2]);
    expect(out).toBe("stopped before 2020-01-01T05:00:00.000Z, after 2 orders; go on with --from 2020-01-01T05:00:00.000Z");
    expect(process.listenerCount("SIGINT")).toBe(0);
  });

  it("names what the server refuses", async () => {
    const { url } = await openShop();
    const { code, notes } = await run(log("a,2020-01-01,o1,p,1", "bad,2020-01-01,o2,p,1"), "--speed", "1", "--to", url);
    expect(code).toBe(0);
    expect(notes).toContain("  row 3: bad customer");
  });

  it("says where it was when the server goes away for good", async () => {
    const { url } = await openShop(({ orderId }) => {
      if (orderId === "o1") servers.pop()?.close().closeAllConnections();
    });
    const { replayFile } = await import("./replay.ts");
    const out: string[] = [];
    const io = { out: (line: string) => out.push(line), note: () => undefined };
    const options = { speed: 36_000, to: url, patience: 200, signal: new AbortController().signal };
    await expect(replayFile(hours(0, 1, 2), options, io)).rejects.toThrow(/cannot reach Segue/);
    expect(out).toEqual(["stopped before 2020-01-01T01:00:00.000Z, after 1 orders; go on with --from 2020-01-01T01:00:00.000Z"]);
  });

  it.each([
    [["--speed", "0"], 2, /A speed is a number above 0/],
    [["--speed", "fast"], 2, /A speed is a number above 0/],
    [[], 2, /required option '--speed <n>' not specified/],
    [["--speed", "1", "--from", "noon"], 2, /A time is written as/],
    [["--speed", "1", "--from", "2030-01-01"], 1, /no order of .* is in the span; its orders are from 2020-01-01T00:00:00\.000Z to 2020-01-01T01:00:00\.000Z$/],
  ])("%j ends with %i and the reason", async (args, code, message) => {
    const result = await run(hours(0, 1), ...args);
    expect(result.code).toBe(code);
    expect(result.notes).toMatch(message);
  });
});
