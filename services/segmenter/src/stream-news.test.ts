import { describe, expect, it } from "vitest";
import { newsFor, readKnown } from "./stream-news.ts";
import type { Part, Parts } from "./stream-parts.ts";

const whole = (version: string, text: string): Part => ({ version, dataSince: () => text });
const notice = (version: string): Part => ({ version, dataSince: (known) => (known === null ? null : `"${version}"`) });
const parts: Parts = { segments: whole("s1", "{}"), moves: notice("m1"), models: whole("k1", "[]") };

describe("what a listener is told", () => {
  it("is everything that has content at first, and then what has changed", () => {
    const first = newsFor({}, parts);
    expect(first.text.match(/^event: .*$/gm)).toEqual(["event: segments", "event: models"]);
    expect(newsFor(first.known, parts).text).toBe("");
    const next = newsFor(first.known, { ...parts, moves: notice("m2") });
    expect(next.text).toContain('event: moves\ndata: "m2"\n\n');
    expect(next.text).not.toContain("segments\ndata");
  });

  it("carries ids from which a stream goes on wherever it broke off", () => {
    const ids = [...newsFor({}, parts).text.matchAll(/^id: (.*)$/gm)].map(([, id]) => id);
    expect(ids).toHaveLength(2);
    // After the first of two events the second is still to come; after the last nothing is.
    expect(newsFor(readKnown(ids[0]), parts).text.match(/^event: .*$/gm)).toEqual(["event: models"]);
    expect(newsFor(readKnown(ids[1]), parts).text).toBe("");
  });

  it.each([undefined, "", "17", "constructor=1&__proto__=2", `segments=${"x".repeat(2_000)}`])("begins anew for the id %s", (id) => {
    expect(newsFor(readKnown(id), parts).text).toBe(newsFor({}, parts).text);
  });
});
