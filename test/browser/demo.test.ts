import { describe } from "vitest";
import { customerTests } from "./demo/customer.ts";
import { everyViewTests } from "./demo/every-view.ts";
import { mapTests } from "./demo/map.ts";
import { openPageTests } from "./demo/open-page.ts";
import { segmentTests } from "./demo/segments.ts";
import { useSite } from "./support/site.ts";

/** As many segments as there may be, so that every view has to find room for them. */
const SEGMENTS = 12;

describe("the dashboard on a few months of purchases in twelve segments, with a slow stream", () => {
  // Slow, so that numbers move and can still be compared.
  const site = useSite({
    args: ["--demo", "--live-from", "2011-03-01", "--speed", "30"],
    env: { SEGUE_SEGMENTS_MIN: String(SEGMENTS), SEGUE_SEGMENTS_MAX: String(SEGMENTS) },
    prepare: (started) => started.segmented(),
  });
  describe("every view", () => everyViewTests(site));
  describe("the segments", () => segmentTests(site));
  describe("a customer", () => customerTests(site));
  describe("the map", () => mapTests(site));
  describe("a page that is open", () => openPageTests(site));
});
