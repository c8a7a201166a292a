/** Constants of the fit, chosen on the first 40 % of Online Retail (docs/adr/0035); half-lives are in days. */
export const ASSOCIATION_SETTINGS = {
  /** Products of the head: the inverse is dense. Never-bought products with 1,000 and 1,500: .1313 and .1324. */
  head: 1000,
  /** Partners kept of each. */
  partners: 32,
  /** Of a customer's entry in the matrix, by its last purchase. With 30, 60 and 90: .1323, .1336, .1340. */
  halfLife: 90,
  /** A customer's latest products that count. With 32, 100 and all: .1287, .1336, .1336. */
  productsPerCustomer: 100,
  /** Customers that are looked at, by the hash of their ids. */
  customers: 20_000,
  /** Customers in the sample who have both products, or a product at all, for it to be told of: nobody can be read back. */
  fewest: 5,
  /** The l2 penalty as a share of the mean of the diagonal. With 3, 5 and 10 at their best weights: .1329, .1336, .1343. */
  penalty: 5,
} as const;
