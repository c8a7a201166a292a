import { connect } from "node:net";
import type { Socket } from "node:net";
import { AppError } from "@segue/shared/errors";

export interface RawReply {
  readonly status: number;
  readonly body: string;
}

/** One HTTP/1.1 connection that carries one request at a time. It costs the load generator a fraction of what node:http does. */
export interface Connection {
  send(request: string): Promise<RawReply>;
  close(): void;
}

export function getRequest(path: string): string {
  return `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`;
}

export function postRequest(path: string, json: string): string {
  return `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(json)}\r\n\r\n${json}`;
}

interface Waiting {
  readonly resolve: (reply: RawReply) => void;
  readonly reject: (error: Error) => void;
}

export async function openConnection(url: string): Promise<Connection> {
  const { hostname, port } = new URL(url);
  const socket = await connected(connect({ host: hostname, port: Number(port), noDelay: true }));
  let waiting: Waiting | undefined;
  let buffer: Buffer = Buffer.alloc(0);
  const fail = (error: Error): void => {
    waiting?.reject(error);
    waiting = undefined;
  };
  socket.on("data", (chunk: Buffer) => {
    buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk]);
    const reply = parseReply(buffer);
    if (reply === undefined) return;
    buffer = Buffer.alloc(0);
    const { resolve } = waiting ?? { resolve: () => undefined };
    waiting = undefined;
    resolve(reply);
  });
  socket.on("error", fail);
  socket.on("close", () => fail(new AppError("connection_closed", "the server closed a connection in the middle of a request")));
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close: () => void socket.destroy(),
  };
}

const HEAD_END = "\r\n\r\n";

/** A whole reply, or undefined while there is more to come. */
export function parseReply(bytes: Buffer): RawReply | undefined {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0) return undefined;
  const head = bytes.toString("latin1", 0, end);
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new AppError("unexpected_reply", `a reply without content-length: ${head.slice(0, 80)}`);
  const bodyStart = end + HEAD_END.length;
  if (bytes.length < bodyStart + Number(length)) return undefined;
  return { status: Number(head.slice(9, 12)), body: bytes.toString("utf8", bodyStart) };
}

async function connected(socket: Socket): Promise<Socket> {
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  return socket;
}
