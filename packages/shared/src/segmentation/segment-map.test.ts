import { expect, test } from "vitest";
import { aConfig, aModel, featuresNamed } from "../../../../test/segmentation.ts";
import { aCustomerWith } from "../../../../test/data.ts";
import { applyModelRecord } from "./model-log.ts";
import { segmentMap } from "./segment-map.ts";
import { applyCustomer } from "./segmenter.ts";
import { createSegmenter } from "./segmenter-state.ts";

function crowd(size: number) {
  const segmenter = createSegmenter(aConfig({ features: featuresNamed("age") }));
  for (let at = 0; at < size; at++) {
    const customerId = `c${at}`;
    applyCustomer(segmenter, aCustomerWith({ customerId, profile: { age: { value: at % 2 === 0 ? 1 : 9, time: 0 } } }), { customerId, cause: "profile", now: 0 });
  }
  applyCustomer(segmenter, aCustomerWith({ customerId: "stranger" }), { customerId: "stranger", cause: "profile", now: 0 });
  applyModelRecord(segmenter, { schema: 1, type: "model", model: aModel([0, 10]), status: "adopted", time: 0 });
  return segmenter;
}

test("shows all of a few customers who are in a segment, and the centroids", () => {
  const map = segmentMap(crowd(3), 10);

  expect(map.customers).toContainEqual({ customerId: "c1", segmentId: "seg-2", x: 9, y: 0 });
  expect(map.customers).toHaveLength(3);
  expect(map.centroids).toEqual([{ segmentId: "seg-1", x: 0, y: 0 }, { segmentId: "seg-2", x: 10, y: 0 }]);
});

test("shows about as many of many as it may, the same ones every time", () => {
  const first = segmentMap(crowd(5000), 500).customers.map(({ customerId }) => customerId);

  expect(Math.abs(first.length - 500)).toBeLessThan(80);
  expect(segmentMap(crowd(5000), 500).customers.map(({ customerId }) => customerId)).toEqual(first);
});

test("is empty before there is a model", () => {
  expect(segmentMap(createSegmenter(aConfig()), 10)).toEqual({ customers: [], centroids: [] });
});
