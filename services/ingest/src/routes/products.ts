import { acceptedSchema, idParamsSchema, positionReplySchema, productBodySchema, productsBody } from "@segue/shared/api/ingest";
import type { Rejected } from "@segue/shared/api/problem";
import { problemSchema } from "@segue/shared/api/problem";
import { idProblem } from "@segue/shared/events/envelope";
import { productSchema } from "@segue/shared/events/product";
import type { Product } from "@segue/shared/events/product";
import { AppError } from "@segue/shared/errors";
import type { RejectCode } from "@segue/shared/errors";
import type { EventLog, NewRecord } from "@segue/shared/ports/event-log";
import { toJson } from "@segue/platform/json-bytes";
import { BULK_BODY_LIMIT } from "@segue/platform/http/create-app";
import type { App } from "@segue/platform/http/create-app";
import { problem, sendProblem } from "@segue/platform/http/problem";
import type { Metrics } from "@segue/platform/metrics";
import { elementsOf, unchecked } from "../body.ts";
import { formatPositions } from "@segue/shared/api/position";
import { UNREADABLE } from "../publisher.ts";

export interface ProductRouteDeps {
  readonly log: EventLog;
  readonly metrics: Metrics;
}

export function productRoutes(app: App, { log, metrics }: ProductRouteDeps): void {
  const one = { tags: ["ingest"], params: idParamsSchema, response: { 202: positionReplySchema, 400: problemSchema } };
  app.put("/v1/products/:id", { schema: { summary: "Add or replace a product", ...one, body: productBodySchema } }, async (request, reply) => {
    const { id } = request.params;
    refuseBadId(id);
    return reply.code(202).send({ position: formatPositions(await log.append([upsert({ ...request.body, productId: id })])) });
  });
  app.delete("/v1/products/:id", { schema: { summary: "Take a product out of the catalogue", ...one } }, async (request, reply) => {
    const { id } = request.params;
    refuseBadId(id);
    return reply.code(202).send({ position: formatPositions(await log.append([{ topic: "products", key: id, value: null }])) });
  });

  const bulk = {
    summary: "Add or replace products in bulk",
    description: "An array, or NDJSON (application/x-ndjson), of products with their productId.",
    tags: ["ingest"],
    body: productsBody,
    response: { 202: acceptedSchema, 400: problemSchema },
  };
  app.post("/v1/products", { schema: bulk, bodyLimit: BULK_BODY_LIMIT, validatorCompiler: unchecked }, async (request, reply) => {
    const { records, rejected } = sort(elementsOf(request.body));
    for (const { code } of rejected) metrics.eventsRejected.inc({ code, source: "products" });
    if (records.length > 0) {
      const position = formatPositions(await log.append(records));
      return reply.code(202).send({ accepted: records.length, rejected, position });
    }
    const detail = rejected[0] === undefined ? "the body holds no product" : `no valid product; the first: ${rejected[0].message}`;
    return sendProblem(reply, { ...problem(400, rejected[0]?.code ?? "invalid_event", detail), rejected });
  });
}

function refuseBadId(id: string): void {
  const problemOfId = idProblem(id);
  if (problemOfId !== undefined) throw new AppError("invalid_id", `productId ${problemOfId}`, { status: 400 });
}

function upsert(product: Product): NewRecord {
  return { topic: "products", key: product.productId, value: toJson({ ...product, version: 1 }) };
}

function sort(elements: readonly unknown[]): { readonly records: NewRecord[]; readonly rejected: Rejected[] } {
  const records: NewRecord[] = [];
  const rejected: Rejected[] = [];
  for (const [index, element] of elements.entries()) {
    const checked = checkProduct(element);
    if ("code" in checked) rejected.push({ index, ...checked });
    else records.push(upsert(checked.product));
  }
  return { records, rejected };
}

const FIELD_CODES: Readonly<Record<string, RejectCode>> = { productId: "invalid_id", price: "invalid_price" };

function refusal(issue: { readonly path: readonly PropertyKey[]; readonly message: string } | undefined): Omit<Rejected, "index"> {
  const field = issue?.path.join(".") ?? "";
  const message = `${field === "" ? "the product" : field}: ${issue?.message ?? "is not valid"}`;
  return { code: FIELD_CODES[field] ?? "invalid_event", message };
}

function checkProduct(element: unknown): { readonly product: Product } | Omit<Rejected, "index"> {
  if (element === UNREADABLE) return { code: "malformed_json", message: "this line is not valid JSON in UTF-8" };
  if (isObject(element) && element["productId"] === undefined) return { code: "missing_field", message: '"productId" is missing' };
  const parsed = productSchema.safeParse(element);
  if (!parsed.success) return refusal(parsed.error.issues[0]);
  const id = idProblem(parsed.data.productId);
  return id === undefined ? { product: parsed.data } : { code: "invalid_id", message: `productId ${id}` };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
