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
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/** What Fastify's own refusals are called here. */
const FASTIFY_CODES: Readonly<Record<string, readonly [status: number, code: string, detail: string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [413, "body_too_large", "the body is over this route's limit: send it in parts"],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, "unsupported_media_type", "send application/json (or application/x-ndjson where the route takes lines)"],
  FST_ERR_CTP_INVALID_JSON_BODY: [400, "malformed_json", "the body is not valid JSON"],
  FST_ERR_CTP_EMPTY_JSON_BODY: [400, "malformed_json", "the body is empty"],
  FST_ERR_BAD_URL: [400, "bad_url", "the path is not a valid URL: percent-encode ids"],
};

/** Maps every error to a problem document in one place; the text of unexpected ones stays in the log. */
export function installErrorHandling(app: FastifyInstance): void {
  const known: KnownRoute[] = [];
  app.addHook("onRoute", ({ method, url }) => {
    for (const name of [method].flat()) known.push({ method: name, pattern: patternOf(url) });
  });
  app.setErrorHandler((error: FastifyError, request, reply) => sendProblem(reply, problemOf(error, request)));
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?", 1)[0] ?? "";
    const allow = [...new Set(known.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))];
    if (allow.length === 0) return sendProblem(reply, problem(404, "not_found", `there is no route ${path}; /openapi.json lists them`));
    reply.header("allow", allow.join(", "));
    return sendProblem(reply, problem(405, "method_not_allowed", `${path} takes ${allow.join(", ")}`));
  });
}

interface KnownRoute {
  readonly method: string;
  readonly pattern: RegExp;
}

function patternOf(url: string): RegExp {
  const source = url.replace(/[.+?^$()|[\]\\]/g, "\\$&").replace(/:\w+/g, "[^/]+");
  return new RegExp(`^${source.replaceAll("*", ".+")}$`);
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
