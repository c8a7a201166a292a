/**
 * Memory that is used again and again by one user after the other. What is allocated outside of JavaScript's heap hastens its
 * collector: a few megabytes for each commit of a backlog made it run twice as often.
 */
export interface SpareBuffer {
  /** Bytes that hold anything. */
  take(length: number): Buffer;
  /** Only once nothing refers to the bytes any more; taken bytes need not come back. */
  giveBack(bytes: Buffer): void;
}

/** Keeps at most one block, of at most `most` bytes. */
export function createSpareBuffer(most: number): SpareBuffer {
  let spare: ArrayBufferLike | null = null;
  return {
    take(length) {
      if (spare === null || spare.byteLength < length) return Buffer.allocUnsafeSlow(length);
      const bytes = Buffer.from(spare, 0, length);
      spare = null;
      return bytes;
    },
    giveBack({ buffer }) {
      if (buffer.byteLength <= most && buffer.byteLength > (spare?.byteLength ?? 0)) spare = buffer;
    },
  };
}
