import { idProblem, idSchema } from "@segue/shared/events/envelope";
import type { Interner } from "./interner.ts";
import type { Line } from "./line-reader.ts";
import type { Refusal } from "./refusal.ts";
import { quoted, rejected } from "./refusal.ts";

/** Checks the ids of lines; those just seen are not checked again, as the lines of an order repeat them. */
export function createIdCheck(products: Interner): (line: Line) => Refusal | undefined {
  const customer = remembering("customerId");
  const order = remembering("orderId");
  const event = remembering("eventId");
  const product = (id: string): Refusal | undefined => (products.has(id) ? undefined : refused("productId", id));
  return (line) => product(line.productId) ?? customer(line.customerId) ?? optional(order, line.orderId) ?? optional(event, line.eventId);
}

function remembering(field: string): (id: string) => Refusal | undefined {
  let good = "";
  return (id) => {
    if (id === good && id !== "") return undefined;
    const refusal = refused(field, id);
    if (refusal === undefined) good = id;
    return refusal;
  };
}

/** Says what is wrong with an id, or nothing. */
export function refused(field: string, id: string): Refusal | undefined {
  const problem = idSchema.safeParse(id).success ? idProblem(id) : "must be 1 to 128 bytes of text without control characters";
  return problem === undefined ? undefined : rejected("invalid_id", `${field} ${quoted(id)} ${problem}`);
}

function optional(check: (id: string) => Refusal | undefined, id: string): Refusal | undefined {
  return id === "" ? undefined : check(id);
}
