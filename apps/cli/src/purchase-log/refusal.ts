/** Why a row is not loaded. */
export interface Refusal {
  /**
   * `skipped`: a row that is in order but is no purchase (a return, an adjustment, nobody's). `rejected`: a row that is broken.
   */
  readonly outcome: "skipped" | "rejected";
  /** Stable, for counting. */
  readonly code: string;
  readonly message: string;
}

export function skipped(code: string, message: string): Refusal {
  return { outcome: "skipped", code, message };
}

export function rejected(code: string, message: string): Refusal {
  return { outcome: "rejected", code, message };
}

/** A value as it is shown in a message. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
