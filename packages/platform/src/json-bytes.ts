/** A value as JSON in UTF-8, as records and stored entries hold it. */
export function toJson(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

/** The value again, without copying the bytes. @throws SyntaxError for what is no JSON */
export function fromJson(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8"));
}
