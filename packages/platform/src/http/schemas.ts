import { Ajv } from "ajv";
import formats from "ajv-formats";
import type { FastifyInstance, FastifySchema } from "fastify";
import { problemSchema } from "@segue/shared/api/problem";
import { z } from "zod";
import { PROBLEM_TYPE } from "./problem.ts";

/** Reply and request schemas are zod; Fastify, its serialiser and the OpenAPI page all read the JSON Schema made from them once. */
export function installSchemas(app: FastifyInstance): void {
  app.addHook("onRoute", (route) => {
    if (route.schema !== undefined) route.schema = toJsonSchemas(route.schema);
  });
  const strict = new Ajv({ strict: false, useDefaults: true });
  // Query strings and paths are text: numbers and flags in them have to be read.
  const coercing = new Ajv({ strict: false, useDefaults: true, coerceTypes: "array" });
  formats.default(strict);
  formats.default(coercing);
  app.setValidatorCompiler(({ schema, httpPart }) => (httpPart === "body" ? strict : coercing).compile(schema as object));
}

function toJsonSchemas(schema: FastifySchema): FastifySchema {
  const converted: Record<string, unknown> = { ...schema };
  for (const part of ["body", "querystring", "params", "headers"] as const) {
    if (schema[part] !== undefined) converted[part] = convertContent(schema[part], "input");
  }
  if (schema.response !== undefined) {
    const replies = Object.entries({ ...(schema.response as Record<string, unknown>), "4xx": problemSchema });
    converted["response"] = Object.fromEntries(replies.map(([status, reply]) => [status, convertReply(reply)]));
  }
  return converted;
}

function convertReply(reply: unknown): unknown {
  return reply === problemSchema ? { content: { [PROBLEM_TYPE]: { schema: convert(reply, "output") } } } : convertContent(reply, "output");
}

type Direction = "input" | "output";

/** What comes in several media types has a schema for each. */
function convertContent(part: unknown, io: Direction): unknown {
  const { content } = part as { content?: Record<string, { schema: unknown }> };
  if (content === undefined) return convert(part, io);
  return { content: Object.fromEntries(Object.entries(content).map(([type, { schema }]) => [type, { schema: convert(schema, io) }])) };
}

function convert(schema: unknown, io: Direction): unknown {
  if (!(schema instanceof z.ZodType)) return schema;
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { target: "draft-7", io, unrepresentable: "any" });
  return json;
}
