import { createRequire } from "node:module";
import { decompress as decompressZstd } from "fzstd";
import { decompressFrame as decompressLz4 } from "lz4-napi";

/** How a compressed batch of records is read. Nothing is written compressed here, but outside producers may. */
export interface Codec {
  decompress(bytes: Buffer): Promise<Buffer>;
}

const require = createRequire(import.meta.url);

/** Raw snappy, and the framed kind that Java writes. */
export const snappy = (require("kafkajs-snappy") as () => Codec)();

export const lz4: Codec = { decompress: (bytes) => decompressLz4(bytes) };

export const zstd: Codec = {
  decompress: async (bytes) => {
    const plain = decompressZstd(bytes);
    return Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength);
  },
};
