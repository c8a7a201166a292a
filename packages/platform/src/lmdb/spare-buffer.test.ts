import { expect, it } from "vitest";
import { createSpareBuffer } from "./spare-buffer.ts";

it("gives the same memory out again, but to one user at a time, and keeps no more than it may", () => {
  const spare = createSpareBuffer(100);
  const first = spare.take(80);
  const second = spare.take(80);
  expect(second.buffer).not.toBe(first.buffer);
  spare.giveBack(first);
  const third = spare.take(60);
  expect(third.buffer).toBe(first.buffer);
  expect(third).toHaveLength(60);
  expect(spare.take(10).buffer).not.toBe(first.buffer);
  spare.giveBack(third);
  expect(spare.take(81)).toHaveLength(81);
  const large = spare.take(101);
  spare.giveBack(large);
  expect(spare.take(101).buffer).not.toBe(large.buffer);
});
