import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { IncomingMessage, RequestListener, Server } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { createClient, replyError } from "./http-client.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(handle: RequestListener, port = 0): Promise<string> {
  const server = createServer(handle);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function freePort(): Promise<number> {
  const url = await serve(() => undefined);
  await new Promise((resolve) => servers.pop()?.close(resolve));
  return Number(new URL(url).port);
}

describe("createClient", () => {
  it("sends the body, its type and the key, and parses the reply", async () => {
    let seen: IncomingMessage | undefined;
    const url = await serve((request, response) => {
      seen = request;
      response.writeHead(202, { "content-type": "application/json" }).end('{"accepted":1}');
    });
    const reply = await createClient({ url: `${url}/`, apiKey: "k" }).send({ method: "POST", path: "/v1/events", body: "{}", contentType: "application/x-ndjson" });
    expect(reply).toEqual({ status: 202, body: { accepted: 1 } });
    expect([seen?.url, seen?.headers["content-type"], seen?.headers.authorization]).toEqual(["/v1/events", "application/x-ndjson", "Bearer k"]);
  });

  it("keeps connections", async () => {
    const ports = new Set<number | undefined>();
    const url = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.end("{}");
    });
    const client = createClient({ url });
    for (let index = 0; index < 20; index += 1) await client.send({ path: "/" });
    expect(ports.size).toBeLessThanOrEqual(2);
  });

  it("comes back after a cut connection and a busy server, as the server asks", async () => {
    let tries = 0;
    const url = await serve((request, response) => {
      tries += 1;
      if (tries === 1) request.socket.destroy();
      else if (tries === 2) response.writeHead(503).end();
      else if (tries < 9) response.writeHead(429, { "retry-after": "0" }).end();
      else response.end("{}");
    });
    const started = performance.now();
    await expect(createClient({ url }).send({ path: "/" })).resolves.toMatchObject({ status: 200 });
    expect(tries).toBe(9);
    // Its own pauses would add up to more than seven seconds.
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it("goes on when the server comes up late", async () => {
    const port = await freePort();
    const reply = createClient({ url: `http://127.0.0.1:${port}` }).send({ path: "/" });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await serve((_, response) => response.end("{}"), port);
    await expect(reply).resolves.toMatchObject({ status: 200 });
  });

  it("gives up with the address and the way to start it", async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    await expect(createClient({ url, patience: 250 }).send({ path: "/" })).rejects.toThrow(
      `cannot reach Segue at ${url}: nothing listens there; start it with "npx segue up", or name another with --to URL`,
    );
  });

  it("gives up soon where nothing has ever answered", async () => {
    const started = performance.now();
    await expect(createClient({ url: `http://127.0.0.1:${await freePort()}` }).reach()).rejects.toThrow(/cannot reach/);
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  it("takes any answer for a sign of life", async () => {
    const url = await serve((_, response) => response.writeHead(404).end("not here"));
    await expect(createClient({ url }).reach()).resolves.toBeUndefined();
  });

  it("stops waiting when it is told to", async () => {
    const stop = new AbortController();
    const url = await serve((_, response) => response.writeHead(503, { "retry-after": "30" }).end());
    const reply = createClient({ url, signal: stop.signal }).send({ path: "/" });
    setTimeout(() => stop.abort(), 100);
    await expect(reply).rejects.toThrow(/stopped/);
  });

  it.each(["", "localhost:8080", "ftp://x", "nonsense"])("refuses %j as an address", (url) => {
    expect(() => createClient({ url })).toThrow(/not a URL such as http/);
  });
});

describe("replyError", () => {
  it("shows the problem's detail", () => {
    const body = { type: "about:blank", title: "Bad", status: 400, code: "malformed_json", detail: "the body is no JSON" };
    const request = { method: "POST", path: "/v1/events" } as const;
    expect(replyError(request, { status: 400, body }, "http://x").message).toBe("POST http://x/v1/events failed (400): the body is no JSON");
    expect(replyError(request, { status: 401, body }, "http://x").message).toMatch(/API key \(401\); pass one with --api-key/);
    expect(replyError(request, { status: 200, body: "<html>" }, "http://x").message).toMatch(/is not Segue/);
  });
});
