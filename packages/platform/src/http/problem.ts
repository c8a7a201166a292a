import type { Socket } from "node:net";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "@segue/shared/errors";
import type { Problem } from "@segue/shared/api/problem";

export const PROBLEM_TYPE = "application/problem+json";

/** An error as RFC 9457 tells it; `extra` members are for machines. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply.code(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem));
}

export function problem(status: number, code: string, detail: string): Problem {
  return { type: "about:blank", title: TITLES[status] ?? "Error", status, code, detail };
}

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  408: "Request Timeout",
  409: "Conflict",
  413: "Content Too Large",
  414: "URI Too Long",
  415: "Unsupported Media Type",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/** What Fastify's own refusals are called here. */
const FASTIFY_CODES: Readonly<Record<string, readonly [status: number, code: string, detail: string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [413, "body_too_large", "the body is over this route's limit: send it in parts"],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, "unsupported_media_type", "send application/json (or application/x-ndjson where the route takes lines)"],
  FST_ERR_MAX_PARAM_LENGTH: [414, "path_too_long", "an id in the path is longer than the 128 bytes an id may have"],
  FST_ERR_BAD_URL: [400, "bad_url", "the path is not a valid URL: percent-encode ids"],
};

/** Maps every error to a problem document in one place; the text of unexpected ones stays in the log. */
export function installErrorHandling(app: FastifyInstance): void {
  const known: KnownRoute[] = [];
  app.addHook("onRoute", ({ method, url }) => {
    // A wildcard serves files: it would make every path a known one.
    if (url.includes("*")) return;
    for (const name of [method].flat()) known.push({ method: name, pattern: patternOf(url) });
  });
  app.setErrorHandler(sendError);
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?", 1)[0] ?? "";
    const allow = [...new Set(known.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))];
    if (allow.length === 0) return sendProblem(reply, problem(404, "not_found", `there is no route ${path}; /openapi.json lists them`));
    reply.header("allow", allow.join(", "));
    return sendProblem(reply, problem(405, "method_not_allowed", `${path} takes ${allow.join(", ")}`));
  });
}

export function sendError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  // Fastify closes the connection after a bad body: a client that is still sending would see a broken pipe in place of the reply.
  reply.removeHeader("connection");
  sendProblem(reply, problemOf(error, request));
}

const CLIENT_ERRORS: Readonly<Record<string, Problem>> = {
  ERR_HTTP_REQUEST_TIMEOUT: problem(408, "request_timeout", "the request did not arrive in time"),
  HPE_HEADER_OVERFLOW: problem(431, "headers_too_large", "address and headers are too long together: send long lists by POST"),
};

/** Answers what is not HTTP, or not to its end, so that there is no request to reply to. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const told = CLIENT_ERRORS[error.code ?? ""] ?? problem(400, "malformed_http", "this is not a valid HTTP request");
  const body = JSON.stringify(told);
  const head = [`HTTP/1.1 ${told.status} ${told.title}`, `content-type: ${PROBLEM_TYPE}`, `content-length: ${Buffer.byteLength(body)}`, "connection: close"];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}

interface KnownRoute {
  readonly method: string;
  readonly pattern: RegExp;
}

function patternOf(url: string): RegExp {
  const source = url.replace(/[.+?^$()|[\]\\]/g, "\\$&").replace(/:\w+/g, "[^/]+");
  return new RegExp(`^${source}$`);
}

function problemOf(error: FastifyError, request: FastifyRequest): Problem {
  if (error instanceof AppError) return fromAppError(error, request);
  const known = FASTIFY_CODES[error.code];
  if (known !== undefined) return problem(...known);
  if (error.validation !== undefined) return problem(400, "invalid_request", `${error.validationContext ?? "request"}${validationText(error)}`);
  const status = error.statusCode ?? 500;
  if (status < 500) return problem(status, status === 400 ? "malformed_json" : "bad_request", error.message);
  request.log.error({ err: error, route: request.routeOptions.url }, "request failed");
  return problem(500, "internal_error", `something went wrong here; the log has it under request ${request.id}`);
}

function fromAppError(error: AppError, request: FastifyRequest): Problem {
  if (error.status >= 500) request.log.error({ err: error, route: request.routeOptions.url }, "request failed");
  return problem(error.status, error.code, error.message);
}

function validationText(error: FastifyError): string {
  const [first] = error.validation ?? [];
  if (first === undefined) return ` ${error.message}`;
  const allowed = (first.params as { allowedValues?: string[] }).allowedValues;
  const where = first.instancePath.slice(1).replaceAll("/", ".");
  return `${where === "" ? "" : ` ${where}`} ${first.message ?? ""}${allowed === undefined ? "" : `: ${allowed.join(", ")}`}`;
}
