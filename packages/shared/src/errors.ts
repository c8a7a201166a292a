/** Machine-readable reasons for which a piece of input is refused; the same codes appear in replies, dead letters and metrics. */
export type RejectCode =
  | "malformed_json"
  | "invalid_event"
  | "missing_field"
  | "unknown_type"
  | "invalid_id"
  | "invalid_time"
  | "time_too_old"
  | "time_in_future"
  | "invalid_quantity"
  | "invalid_price"
  | "invalid_currency"
  | "invalid_profile"
  | "currency_mismatch"
  | "too_many_items"
  | "forbidden"
  | "wrong_partition";

/** A refusal as a value: what is wrong, where, and how to put it right. */
export interface Rejection {
  readonly code: RejectCode;
  readonly message: string;
}

/** A failure with a stable code. Thrown for broken infrastructure and for requests that cannot be served, never for bad data in a stream. */
export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, options: { status?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.status = options.status ?? 500;
  }
}
