import { describe, expect, it } from "vitest";
import type { SegmentModelsRecord } from "@segue/shared/events/segments";
import type { SegmentModel } from "@segue/shared/segmentation/model";
import { applyModelsRecord, emptyBook, segmentName, servedVersion, tasteOfBasket } from "./segment-book.ts";

const tastes = (version: string, ...names: readonly string[]): SegmentModel => {
  const segments = names.map((name, slot) => ({ id: `taste-${slot + 1}`, name }));
  return { segmentation: "taste", version, segments } as unknown as SegmentModel;
};
const fitted = (model: SegmentModel, status: "adopted" | "candidate"): SegmentModelsRecord => ({ schema: 1, type: "model", model, status, time: 0 });

describe("the names of tastes", () => {
  it("are those of the model that serves, or given by hand, and leave the segments of behaviour alone", () => {
    const book = emptyBook();
    const nameOf = (): string | undefined => segmentName(book, "taste-1");
    expect(nameOf()).toBeUndefined();
    applyModelsRecord(book, fitted(tastes("taste-1", "Lunch Bag"), "adopted"));
    expect(nameOf()).toBe("Lunch Bag");
    applyModelsRecord(book, fitted(tastes("taste-2", "Tea & Scones"), "candidate"));
    applyModelsRecord(book, fitted(tastes("taste-3", "Light Holder"), "candidate"));
    expect(nameOf()).toBe("Lunch Bag");
    applyModelsRecord(book, { schema: 1, type: "rejected", segmentation: "taste", version: "taste-2", time: 0 });
    applyModelsRecord(book, { schema: 1, type: "adopted", segmentation: "taste", version: "taste-2", time: 0 });
    expect(nameOf()).toBe("Lunch Bag");
    applyModelsRecord(book, { schema: 1, type: "adopted", segmentation: "taste", version: "taste-3", time: 0 });
    expect(nameOf()).toBe("Light Holder");
    applyModelsRecord(book, { schema: 1, type: "renamed", segmentId: "taste-1", name: "Candles", time: 0 });
    expect(nameOf()).toBe("Candles");
    expect(servedVersion(book)).toBeNull();
  });

  it("are gone with their models once tastes have ended, and so is the taste of a basket", () => {
    const book = emptyBook();
    applyModelsRecord(book, fitted(tastes("taste-1", "Lunch Bag"), "adopted"));
    applyModelsRecord(book, fitted(tastes("taste-2", "Tea & Scones"), "candidate"));
    applyModelsRecord(book, { schema: 1, type: "ended", segmentation: "taste", time: 0 });
    expect(book.models.taste).toEqual(emptyBook().models.taste);
    expect(segmentName(book, "taste-1")).toBeUndefined();
    expect(tasteOfBasket(book, [{ productId: "bag" }])).toBeNull();
  });
});
