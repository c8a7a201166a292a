/** Bytes that grow at their end: what is written lies before `at`. */
export interface ByteWriter {
  bytes: Uint8Array;
  view: DataView;
  at: number;
}

export function createByteWriter(room: number): ByteWriter {
  const buffer = new ArrayBuffer(room);
  return { bytes: new Uint8Array(buffer), view: new DataView(buffer), at: 0 };
}

/** What is written, as a view. */
export function writtenBytes({ bytes, at }: ByteWriter): Uint8Array {
  return bytes.subarray(0, at);
}

/** Makes room for some bytes more. */
export function reserve(writer: ByteWriter, more: number): void {
  if (writer.at + more <= writer.bytes.length) return;
  const larger = createByteWriter(Math.max(writer.at + more, 2 * writer.bytes.length));
  larger.bytes.set(writtenBytes(writer));
  writer.bytes = larger.bytes;
  writer.view = larger.view;
}

/** Appends bytes as they are. */
export function writeRaw(writer: ByteWriter, bytes: Uint8Array): void {
  reserve(writer, bytes.length);
  writer.bytes.set(bytes, writer.at);
  writer.at += bytes.length;
}
