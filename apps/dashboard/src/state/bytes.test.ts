import { describe, expect, it } from "vitest";
import { textOfBytes } from "./bytes.ts";

const base64 = (bytes: Uint8Array | string): string => btoa(String.fromCharCode(...(typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes)));

describe("the text of a record", () => {
  it("is JSON with line breaks, or what it is", () => {
    expect(textOfBytes(base64('{"id":"ü🛒"}'))).toBe('{\n  "id": "ü🛒"\n}');
    expect(textOfBytes(base64("{broken"))).toBe("{broken");
    expect(textOfBytes(base64(new Uint8Array([0xff, 0x41])))).toBe("\ufffdA");
  });
});
