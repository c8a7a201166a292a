import type { Rejection, RejectCode } from "../errors.ts";
import { EARLIEST_TIME, FUTURE_TOLERANCE, MAX_ID_BYTES, idProblem } from "./envelope.ts";
import { EVENT_TYPES } from "./index.ts";
import type { EventType, ShopEvent } from "./index.ts";
import { MAX_ATTRIBUTES } from "./customer.ts";
import { MAX_LINES, MAX_QUANTITY, MAX_UNIT_PRICE } from "./purchase.ts";

/** One place where a value does not fit its schema. */
export interface SchemaProblem {
  /** JSON pointer into the event, e.g. `/items/0/quantity`. */
  readonly path: string;
  readonly message: string;
  /** The property that is absent, when that is the problem. */
  readonly missing?: string;
}

/** Checks a value against the schema of one event type; `null` when it fits. Compiled from the zod schemas by the platform. */
export type EventValidator = (type: EventType, value: unknown) => SchemaProblem | null;

export type Parsed = { readonly ok: true; readonly event: ShopEvent } | { readonly ok: false; readonly rejection: Rejection };

const reject = (code: RejectCode, message: string): Parsed => ({ ok: false, rejection: { code, message } });

/** Turns an outside value into an event, or says what is wrong with it and how to mend it. */
export function parseEvent(value: unknown, validate: EventValidator): Parsed {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return reject("invalid_event", "an event is a JSON object");
  const type = (value as { type?: unknown }).type;
  if (type === undefined) return reject("missing_field", `"type" is missing: one of ${EVENT_TYPES.join(", ")}`);
  if (!isEventType(type)) return reject("unknown_type", `type ${shorten(type)} is not known: one of ${EVENT_TYPES.join(", ")}`);
  const problem = validate(type, value);
  if (problem !== null) return refuse(type, problem);
  return furtherProblem(value as ShopEvent) ?? { ok: true, event: value as ShopEvent };
}

/** Refuses an event whose time (`null`: it names none), or that of the purchase it gives back, cannot be true at the wall clock's `now`. */
export function timesProblem(event: ShopEvent, time: number | null, now: number): Rejection | null {
  const problem = time === null ? null : timeProblem("time", time, now);
  if (problem !== null || event.type !== "return" || event.purchaseTime === undefined) return problem;
  return timeProblem("purchaseTime", Date.parse(event.purchaseTime), now);
}

function timeProblem(field: string, time: number, now: number): Rejection | null {
  if (!(time >= EARLIEST_TIME)) {
    return { code: "time_too_old", message: `${field} is before ${new Date(EARLIEST_TIME).toISOString()}: send the time of the purchase itself, ISO 8601 with a zone` };
  }
  if (time > now + FUTURE_TOLERANCE) {
    return { code: "time_in_future", message: `${field} is more than ${FUTURE_TOLERANCE / 60_000} minutes ahead of now: check the producer's clock and time zone` };
  }
  return null;
}

function isEventType(type: unknown): type is EventType {
  return EVENT_TYPES.some((known) => known === type);
}

/** What JSON Schema cannot say. */
function furtherProblem(event: ShopEvent): Parsed | null {
  const id = badId(event);
  if (id !== undefined) return reject("invalid_id", id);
  return event.type === "profile" ? badProfile(event) : null;
}

const ATTRIBUTE_NAME = /^[A-Za-z][\w.-]{0,63}$/;

function badProfile(event: ShopEvent): Parsed | null {
  const names = Object.keys(event);
  if (names.length > MAX_ATTRIBUTES) return reject("invalid_profile", `a profile has at most ${MAX_ATTRIBUTES} attributes`);
  // Names that every object has, such as "constructor", would be taken for attributes that are known already.
  const bad = names.find((name) => !ATTRIBUTE_NAME.test(name) || name in Object.prototype);
  if (bad === undefined) return null;
  return reject("invalid_profile", `attribute ${shorten(bad)}: names begin with a letter and have at most 64 letters, digits and . _ -, and are no names of JavaScript's own`);
}

function badId(event: ShopEvent): string | undefined {
  const problem = named("id", idProblem(event.id)) ?? named("customerId", idProblem(event.customerId));
  if (problem !== undefined || (event.type !== "purchase" && event.type !== "return")) return problem;
  return named("orderId", idProblem(event.orderId)) ?? badProductId(event.items);
}

function badProductId(items: readonly { readonly productId: string }[]): string | undefined {
  // Not by entries(): an array for every line of every order.
  for (let index = 0; index < items.length; index++) {
    const problem = idProblem(items[index].productId);
    if (problem !== undefined) return `items[${index}].productId ${problem}`;
  }
  return undefined;
}

function named(field: string, problem: string | undefined): string | undefined {
  return problem === undefined ? undefined : `${field} ${problem}`;
}

const ID_FIELD = /(?:^|\/)(?:id|customerId|orderId|productId)$/;

const FIELD_CODES: readonly (readonly [RegExp, RejectCode])[] = [
  [ID_FIELD, "invalid_id"],
  [/\/(?:time|purchaseTime)$/, "invalid_time"],
  [/\/quantity$/, "invalid_quantity"],
  [/\/unitPrice$/, "invalid_price"],
  [/\/currency$/, "invalid_currency"],
];

function codeOf(type: EventType, problem: SchemaProblem): RejectCode {
  if (problem.missing !== undefined) return "missing_field";
  if (problem.path === "/items" && problem.message.includes("more than")) return "too_many_items";
  const code = FIELD_CODES.find(([pattern]) => pattern.test(problem.path))?.[1];
  return code ?? (type === "profile" && problem.path !== "/version" ? "invalid_profile" : "invalid_event");
}

const HINTS: Readonly<Partial<Record<RejectCode, string>>> = {
  invalid_id: `ids are 1 to ${MAX_ID_BYTES} bytes of text without control characters`,
  invalid_time: "times are ISO 8601 with a zone, e.g. 2026-03-01T10:00:00Z",
  invalid_quantity: `a quantity is a number above 0 and at most ${MAX_QUANTITY}; send goods that came back as a "return" event`,
  invalid_price: `a unit price is a number from 0 to ${MAX_UNIT_PRICE} in major units`,
  invalid_currency: "a currency is an ISO 4217 code such as GBP",
  invalid_profile: "attributes are numbers, texts of at most 256 characters, true, false or null",
  too_many_items: `an order has at most ${MAX_LINES} lines; send the rest in a second event with the same orderId`,
};

function refuse(type: EventType, problem: SchemaProblem): Parsed {
  const code = codeOf(type, problem);
  const field = fieldName(problem.path);
  if (problem.missing !== undefined) return reject(code, `${field === "" ? "" : `${field}: `}"${problem.missing}" is missing`);
  const hint = HINTS[code];
  return reject(code, `${field === "" ? "the event" : field} ${problem.message}${hint === undefined ? "" : ` (${hint})`}`);
}

function fieldName(path: string): string {
  return path.slice(1).replace(/\/(\d+)/g, "[$1]").replaceAll("/", ".");
}

/** What is shown of a value; never an object, whose depth could exhaust the stack. */
function shorten(value: unknown): string {
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "[…]" : "{…}";
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
