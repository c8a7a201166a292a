import { describe, expect, it } from "vitest";
import { daysAgo, daysBetween } from "./dates.ts";
import { readDeviations } from "./deviations.ts";
import { featureLabel, featurePhrase, featureValue } from "./features.ts";
import { counted, milliseconds, money, unbroken } from "./numbers.ts";
import { readTaste } from "./tastes.ts";

describe("an explanation in standard deviations", () => {
  it("is told in words, whichever minus it uses", () => {
    expect(readDeviations("recency −1.83 sd, monetary +1.46 sd, score -0.50 sd")).toEqual([
      { text: "ordered recently", sd: "1.8 sd" },
      { text: "spends a lot", sd: "1.5 sd" },
      { text: "low spending score", sd: "0.5 sd" },
    ]);
  });

  it("calls a feature nobody foresaw by its name", () => {
    expect(readDeviations("pets owned +2.00 sd")?.[0]?.text).toBe("high pets owned");
  });

  it("is left as it is when it is a sentence", () => {
    expect(readDeviations("close to the average customer in everything")).toBeNull();
  });
});

describe("an explanation of a taste", () => {
  it("is told with its shares, commas and brackets in what is bought included", () => {
    expect(readTaste("lunch bag 71 % (20 % of others), toys, games (boxed) 8 % (0 % of others)")).toEqual([
      { text: "lunch bag", share: 0.71, elsewhere: 0.2 },
      { text: "toys, games (boxed)", share: 0.08, elsewhere: 0 },
    ]);
  });

  it("is left as it is when it is in other words", () => {
    expect([readTaste("buys alike"), readTaste("lunch bag 71 % (20 % of others), and more"), readTaste("")]).toEqual([null, null, null]);
  });
});

describe("values", () => {
  it("carry their currency where it is known", () => {
    expect(money(2.5, "GBP")).toContain("£");
    expect(money(2.5, null)).toMatch(/^2.50$/);
  });

  it("are words where words are shorter", () => {
    expect([daysAgo(0), daysAgo(1), daysAgo(30)]).toEqual(["today", "yesterday", "30 days ago"]);
    expect([counted(1, ["order", "orders"]), counted(2, ["order", "orders"])]).toEqual(["1 order", "2 orders"]);
    expect(milliseconds(0.2)).toBe("1\u00a0ms");
  });

  it("stay with their units", () => {
    expect(unbroken("raise it by 5 % within 30 days")).toBe("raise it by 5\u00a0% within 30\u00a0days");
  });

  it("of a feature nobody foresaw are shown with its name", () => {
    expect([featureLabel("pets"), featureValue("pets", 3, null), featurePhrase("pets", 1.25, null)]).toEqual(["pets", "3", "pets 1.3"]);
  });

  it("count whole days, as recency does", () => {
    expect(daysBetween("2011-10-31T23:59:00Z", "2011-11-01T00:01:00Z")).toBe(0);
    expect(daysBetween("2011-10-31T12:00:00Z", "2011-11-02T12:00:00Z")).toBe(2);
    // A purchase can be a moment ahead of the segments' now.
    expect(daysBetween("2011-11-02T12:00:01Z", "2011-11-02T12:00:00Z")).toBe(0);
  });
});
