import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

/** A wire to a server that can be cut. */
export interface CuttingProxy {
  readonly url: string;
  /** Lets the next request through, and cuts the wire instead of bringing the answer back. */
  cutNextAnswer(): void;
  /** Cuts everything, for good. */
  close(): Promise<void>;
}

/** Listens on a port of its own and passes everything on to `port`. */
export async function startProxy(port: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let cutting = false;
  const server = createServer((client) => {
    const upstream = connect(port, "127.0.0.1");
    const pair = [client, upstream];
    for (const socket of pair) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        for (const one of pair) one.destroy();
        sockets.delete(socket);
      });
    }
    client.pipe(upstream);
    upstream.on("data", (data) => {
      if (!cutting) client.write(data);
      else {
        cutting = false;
        client.destroy();
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cutNextAnswer: () => {
      cutting = true;
    },
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      if (server.listening) await once(server, "close");
    },
  };
}
