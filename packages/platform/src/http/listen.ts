import type { AddressInfo } from "node:net";
import { AppError } from "@segue/shared/errors";
import type { App } from "./create-app.ts";

/** Listens and says where. @throws AppError `port_in_use`, `port_forbidden` or `no_such_address` with the fix. */
export async function listen(app: App, { host, port }: { readonly host: string; readonly port: number }): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw listenError(error, host, port);
  }
  const shown = host.includes(":") ? `[${host}]` : host;
  return `http://${shown}:${(app.server.address() as AddressInfo).port}`;
}

function listenError(error: unknown, host: string, port: number): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case "EADDRINUSE":
      return new AppError("port_in_use", `port ${port} is in use: stop what listens there, or choose another with --port or SEGUE_PORT`, { cause: error });
    case "EACCES":
      return new AppError("port_forbidden", `port ${port} may not be used by this user: choose one from 1024 up with --port or SEGUE_PORT`, { cause: error });
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new AppError("no_such_address", `SEGUE_HOST is "${host}": this machine has no such address; 0.0.0.0 stands for all it has`, { cause: error });
    default:
      return error;
  }
}
