import { Matrix, inverse } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../math/random.ts";
import { gatherPurchases, sampledCustomers } from "./association-input.ts";
import { ASSOCIATION_SETTINGS } from "./association-settings.ts";
import type { Associations } from "./associations.ts";
import { fitAssociations } from "./fit-associations.ts";
import { invertPositiveDefinite } from "./inverse.ts";

const NOW = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;

/** Customers with the products they bought, so many days ago. */
function fitted(customers: readonly (readonly string[])[], age = 0): Associations {
  const purchases = gatherPurchases();
  for (const bought of customers) purchases.add(bought.map((productId) => ({ productId, last: NOW - age * DAY })));
  return fitAssociations(purchases.input(NOW));
}

const times = (n: number, ...bought: string[]): string[][] => Array.from({ length: n }, () => bought);

function weightOf({ products, partners, weights, scale }: Associations, of: string, with_: string): number {
  const row = products.indexOf(of);
  const place = (partners[row] ?? []).findIndex((partner) => products[partner] === with_);
  return place < 0 ? 0 : weights[row][place] * scale;
}

describe("a positive definite matrix", () => {
  // Four rows are worked on at a time: sizes that leave one, two and three over, too.
  it.each([1, 2, 3, 4, 5, 39, 40, 41, 42])("of %i rows times its inverse is one", (size) => {
    const random = seededRandom(3);
    const rows = Matrix.from1DArray(size, size, Array.from({ length: size * size }, () => random() - 0.5));
    const matrix = rows.transpose().mmul(rows).add(Matrix.eye(size, size));
    const values = Float64Array.from(matrix.to1DArray());
    invertPositiveDefinite(values, size);

    const product = matrix.mmul(Matrix.from1DArray(size, size, [...values]));
    expect(product.sub(Matrix.eye(size, size)).norm("frobenius")).toBeLessThan(1e-9);
  });
});

describe("what goes together", () => {
  const tea = [...times(30, "tea", "milk"), ...times(30, "dog", "bone"), ...times(10, "tea", "bone")];

  it("has the weights of EASE, found with another library's inverse", () => {
    const products = ["tea", "milk", "dog", "bone"];
    const x = new Matrix(tea.map((bought) => products.map((product) => Number(bought.includes(product)))));
    const gram = x.transpose().mmul(x);
    const p = inverse(gram.clone().add(Matrix.eye(4, 4).mul((ASSOCIATION_SETTINGS.penalty * gram.trace()) / 4)));
    const found = fitted(tea);

    for (const [i, j] of [[0, 1], [1, 0], [2, 3], [3, 2], [0, 3], [3, 0]] as const) expect(weightOf(found, products[i], products[j])).toBeCloseTo(Math.max(0, -p.get(i, j) / p.get(j, j)), 3);
    expect(weightOf(found, "tea", "milk")).toBeGreaterThan(2 * weightOf(found, "tea", "bone"));
  });

  it("tells of nothing that fewer than five customers have bought both, or at all", () => {
    const few = fitted([...tea, ...times(4, "tea", "dog"), ...times(4, "secret", "milk")]);
    expect(weightOf(few, "tea", "dog")).toBe(0);
    expect(few.products).not.toContain("secret");
    expect(weightOf(fitted([...tea, ...times(40, "tea", "dog")]), "tea", "dog")).toBeGreaterThan(0);
    expect(fitted(times(4, "tea", "milk"))).toMatchObject({ products: [], partners: [] });
    expect(fitted([]).products).toEqual([]);
  });

  it("is of the head of the catalogue only, with as many partners as are kept", () => {
    const many = Array.from({ length: 60 }, (_, customer) => Array.from({ length: 40 }, (_product, at) => `p${(customer % 3) * 40 + at}`));
    const found = fitted(many);
    expect(found.products).toHaveLength(120);
    expect(Math.max(...found.partners.map((row) => row.length))).toBe(ASSOCIATION_SETTINGS.partners);
    const wide = fitted(Array.from({ length: 150 }, (_, customer) => Array.from({ length: 100 }, (_product, at) => `p${(customer % 15) * 100 + at}`)));
    expect(wide.products).toHaveLength(ASSOCIATION_SETTINGS.head);
  });

  it("counts of a customer the latest products, and of a large shop a sample that is the same everywhere", () => {
    const purchases = gatherPurchases();
    purchases.add(Array.from({ length: 300 }, (_, at) => ({ productId: `p${at}`, last: NOW - at })));
    expect(purchases.input(NOW).products).toEqual(Array.from({ length: 100 }, (_, at) => `p${at}`));

    const ids = Array.from({ length: 3 * ASSOCIATION_SETTINGS.customers }, (_, at) => `c${at}`);
    const sample = sampledCustomers(ids);
    expect(Math.abs(sample.length / ASSOCIATION_SETTINGS.customers - 1)).toBeLessThan(0.05);
    expect(new Set(sampledCustomers([...ids].reverse()))).toEqual(new Set(sample));
    expect(sampledCustomers(ids.slice(0, 10))).toEqual(ids.slice(0, 10));
  });
});
