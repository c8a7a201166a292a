import fc from "fast-check";
import { expect, it } from "vitest";
import { createByteWriter, writtenBytes } from "./byte-writer.ts";
import { utf8Length, writeUtf8 } from "./utf8.ts";

it("writes UTF-8 as everyone does, halves of surrogate pairs too", () => {
  const unit = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("\ud83d", "\ude00", "😀", "é", "語", "a", "\u0000", "\uffff", "\u07ff", "\u0800"));
  fc.assert(
    fc.property(fc.array(unit), (units) => {
      const text = units.join("");
      const writer = createByteWriter(0);
      writeUtf8(writer, text);
      const expected = Buffer.from(text);
      expect(Buffer.compare(writtenBytes(writer), expected)).toBe(0);
      expect(utf8Length(text)).toBe(expected.length);
    }),
  );
});
