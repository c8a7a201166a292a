import { isUtf8 } from "node:buffer";
import type { FastifyInstance } from "fastify";
import { AppError } from "@segue/shared/errors";

/** Reads bodies of JSON; any other media type is refused unless a route's service adds a parser for it. */
export function installBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body: Buffer, done) => done(null, parseJson(body)));
  app.addHook("onRequest", async ({ headers }, reply) => {
    const encoding = headers["content-encoding"];
    if (encoding === undefined || encoding === "identity") return;
    reply.header("accept-encoding", "identity");
    throw new AppError("unsupported_encoding", `content-encoding ${encoding} is not read here: send the body as it is`, { status: 415 });
  });
}

/**
 * A key named `__proto__` becomes a property like any other and is left to the schemas: Fastify's own parser refuses the whole body,
 * and with it every good event of a batch.
 * @throws AppError `malformed_json`
 */
function parseJson(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  const text = textOf(body);
  try {
    return JSON.parse(text);
  } catch {
    throw malformed("the body is not valid JSON");
  }
}

const BYTE_ORDER_MARK = 0xfeff;

/** Bytes that are not UTF-8 would silently become U+FFFD, and two different ids one. */
function textOf(body: Buffer): string {
  if (!isUtf8(body)) throw malformed("the body is not valid UTF-8");
  const text = body.toString("utf8");
  return text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
}

function malformed(message: string): AppError {
  return new AppError("malformed_json", message, { status: 400 });
}
