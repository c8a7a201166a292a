export const KINDS = ["purchases", "customers", "products"] as const;
export type Kind = (typeof KINDS)[number];

/**
 * Field -> column names that are understood without being told, normalised (column-map.ts), the surest first: where a file has
 * several columns of one field, the first listed is taken.
 */
export type KnownColumns = Readonly<Record<string, readonly string[]>>;

const CUSTOMER_ID = [
  "customerid", "customer", "customerno", "customernumber", "custid", "clientid", "userid", "householdid", "householdkey", "memberid", "shopperid", "buyerid",
];
const PRODUCT_ID = ["productid", "stockcode", "sku", "itemid", "articleid", "itemno", "asin", "product", "item"];
const TITLE = ["title", "productname", "producttitle", "itemname", "description", "productdescription", "producttype", "name"];
const CATEGORY = ["category", "productcategory", "categoryname", "department"];

const PURCHASES = {
  customerId: CUSTOMER_ID,
  time: [
    "time", "timestamp", "datetime", "invoicedate", "orderdate", "ordertime", "orderedat", "purchasedate", "purchasetime", "purchasedat", "transactiondate",
    "transactiontime", "transactiontimestamp", "eventtime", "createdat", "date", "day",
  ],
  orderId: ["orderid", "invoiceno", "invoiceid", "invoicenumber", "invoice", "basketid", "transactionid", "receiptid", "orderno", "ordernumber", "order"],
  productId: PRODUCT_ID,
  title: TITLE,
  quantity: ["quantity", "qty", "units", "itemcount"],
  unitPrice: ["unitprice", "priceperunit", "itemprice", "price"],
  amount: ["amount", "salesvalue", "lineamount", "linetotal", "totalamount", "totalprice", "total", "revenue", "sales", "value"],
  currency: ["currency", "currencycode"],
  category: CATEGORY,
  country: ["country", "countrycode"],
  type: ["type"],
  eventId: ["eventid"],
} as const satisfies KnownColumns;

const CUSTOMERS = {
  customerId: CUSTOMER_ID,
  time: ["time", "timestamp", "updatedat", "eventtime"],
  age: ["age"],
  gender: ["gender", "sex"],
  annualIncome: ["annualincome", "income"],
  spendingScore: ["spendingscore"],
} as const satisfies KnownColumns;

const PRODUCTS = {
  productId: PRODUCT_ID,
  title: TITLE,
  category: CATEGORY,
  price: ["price", "unitprice", "listprice"],
  available: ["available", "instock"],
  hidden: ["hidden"],
} as const satisfies KnownColumns;

export const KNOWN_COLUMNS = { purchases: PURCHASES, customers: CUSTOMERS, products: PRODUCTS } as const;

export type PurchaseField = keyof typeof PURCHASES;
export type ProductField = keyof typeof PRODUCTS;
