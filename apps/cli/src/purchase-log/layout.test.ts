import { describe, expect, it } from "vitest";
import { parseColumnMap } from "./column-map.ts";
import { findLayout } from "./layout.ts";

const ONLINE_RETAIL = ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"];

const fields = (columns: readonly string[], map?: string): Record<string, string | undefined> => {
  const layout = findLayout("f.csv", columns, map === undefined ? {} : { map: parseColumnMap(map) });
  return { kind: layout.kind, ...Object.fromEntries([...layout.fields].map(([field, index]) => [field, columns[index]])) };
};

describe("findLayout", () => {
  it("knows Online Retail", () => {
    expect(fields(ONLINE_RETAIL)).toEqual({
      kind: "purchases", customerId: "CustomerID", time: "InvoiceDate", orderId: "InvoiceNo", productId: "StockCode", title: "Description", quantity: "Quantity", unitPrice: "UnitPrice", country: "Country",
    });
  });

  it.each(["customer_id,order_time,order_id,product_id,unit_price", "customerId,orderTime,orderId,productId,unitPrice", "Customer ID,Order Time,Order ID,Product ID,Unit Price"])(
    "knows %s",
    (header) => {
      const [customerId, time, orderId, productId, unitPrice] = header.split(",");
      expect(fields(header.split(","))).toEqual({ kind: "purchases", customerId, time, orderId, productId, unitPrice });
    },
  );

  it("tells customers and products from purchases", () => {
    expect(fields(["CustomerID", "Gender", "Age", "Annual Income (k$)", "Spending Score (1-100)"])).toEqual({
      kind: "customers", customerId: "CustomerID", gender: "Gender", age: "Age", annualIncome: "Annual Income (k$)", spendingScore: "Spending Score (1-100)",
    });
    expect(fields(["product_id", "department", "product_category", "product_type", "brand"])).toEqual({
      kind: "products", productId: "product_id", category: "product_category", title: "product_type",
    });
  });

  it("lets the map overrule the names, leave columns out, and decide the kind", () => {
    expect(fields(["who", "when", "what", "price"], "who=customerId,WHEN=time,what=productId,price=")).toEqual({
      kind: "purchases", customerId: "who", time: "when", productId: "what",
    });
    expect(fields([...ONLINE_RETAIL, "net"], "net=amount,UnitPrice=").unitPrice).toBeUndefined();
  });

  it.each([
    [["a", "b"], undefined, /no column for customerId or productId \(it has a, b\).*--map/],
    [["customerId", "sku", "qty"], "qty=quantity", undefined],
    [["customerId", "time", "sku"], "nope=quantity", /no column "nope"; the columns are customerId, time, sku/],
    [["customerId", "time", "sku", "qty"], "sku=colour", /no field "colour"; the fields are customerId/],
    [["customerId", "time", "sku", "b"], "sku=productId,b=productId", /two columns are mapped to productId/],
  ])("says what is wrong with %j and map %s", (columns, map, message) => {
    if (message === undefined) expect(fields(columns, map).kind).toBe("customers");
    else expect(() => fields(columns, map)).toThrow(message);
  });

  it("names what a wanted kind lacks", () => {
    expect(() => findLayout("f.csv", ["customerId", "age"], { kind: "purchases" })).toThrow(/no column for time, which purchases need/);
  });
});

describe("parseColumnMap", () => {
  it.each(["", "a", "=b", "a=b,a=c"])("refuses %j", (text) => {
    expect(() => parseColumnMap(text)).toThrow(/--map/);
  });

  it("takes what follows the last equals sign", () => {
    expect([...parseColumnMap("x=y=time, b = amount")]).toEqual([["x=y", "time"], ["b", "amount"]]);
  });
});
