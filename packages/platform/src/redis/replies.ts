/** A reply of bytes, `undefined` for nil. */
export function bytesOf(reply: unknown): Uint8Array | undefined {
  return reply instanceof Uint8Array ? reply : undefined;
}

/** A reply of text, `null` for nil. */
export function textOf(reply: unknown): string | null {
  return Buffer.isBuffer(reply) ? reply.toString("utf8") : null;
}

/** A reply that is a list. */
export function listOf(reply: unknown): readonly unknown[] {
  return Array.isArray(reply) ? reply : [];
}
