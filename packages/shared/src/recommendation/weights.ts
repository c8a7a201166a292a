/**
 * Every number the serving model depends on, with where it comes from. "Design" is docs/recommendation.md; "tune part" is the
 * first 5,395 scored baskets of Online Retail in its protocol, on which anything else was chosen. Half-lives are in days.
 */
export const SETTINGS = {
  /** Weights of score = T^trendOnRepeat (frequency f rho_j/rho + recency d) + T^trendOnNeighbours neighbours m / (m + b) kNN + priors. */
  weights: {
    /** Design 3.1, w1. */
    frequency: 1.7,
    /** Design 3.1, w2. */
    recency: 1.0,
    /**
     * Others' purchases are a prior for a customer's own, worth `ownBaskets` of them (the form of every shrinkage here), so they say less the
     * more baskets there are. Tune part with 7.5 for all (design 3.1), with 14 x 4 / (4 + b): .2879, .2894; of the second log: .2096, .2100 (docs/adr/0030).
     */
    neighbours: 14,
    /** Design 3.1, w5: adds nothing beside kNN, so it only orders what has no other score. Tune part, nDCG with both at 0, .05, .5: .2873, .2874, .2878. */
    segment: 0.05,
    /**
     * The taste's share, a prior like the neighbours: `ownBaskets` of the customer's own are worth as much. Tune part, nDCG of customers with one or two baskets with 0, .5, 2, 5,
     * 10: .2939, .2941, .2936, .2928, .2884; of their new products .1380, .1382, .1381, .1331, .1250 (docs/adr/0034).
     */
    taste: 0.5,
    /**
     * What goes together in general (associations/), a prior like the neighbours, for products that the customer never bought: in lists that hold those bought before as well, and where
     * new products are compared with one another only. Tune part with 15, 30 and 60, nDCG of all .2893 without and .2892, .2890, .2888; of new products with ratios to the neighbours of
     * 30, 60 and 200 to 14: .1258 without and .1286, .1305, .1329 (docs/adr/0035).
     */
    associations: 30,
    associationsInDiscover: 200,
    /** Design 3.1, w6: as `segment`. */
    popularity: 0.05,
    /** Exponents of the trend factor, design 3.1. */
    trendOnRepeat: 0.5,
    trendOnNeighbours: 0.75,
  },
  trend: {
    /** Tune part with 14 (design 3.1), 10 and 7 days: .2870, .2878, .2879, and as much on new products (docs/adr/0030). */
    halfLife: 7,
    /** Design 4.0 step 9: T = clip(p / (N/U + floor), low, high). */
    floor: 0.002,
    low: 0.05,
    high: 20,
    /** Baskets of prior knowledge that the lifetime share is worth: recent shares fall back to it, and T to 1, when fewer are recent. */
    priorBaskets: 1,
    /** From this T on a product is called trending. A choice of words, not of ranks. */
    notable: 1.5,
  },
  repeat: {
    /** Design 3.1: half-life of d. It is the half-life of `decayed` in customers/item-table.ts. */
    halfLife: 120,
    /** Design 2: buyers of prior knowledge in rho_j = (W_j + prior rho) / (N_j + prior). */
    prior: 20,
    /** A product is due from this share of the customer's usual interval on, until it was missed so often that they have likely given it up. Choices of words: they order the list of strategy `rebuy` only. */
    due: 0.8,
    lapsed: 4,
  },
  neighbours: {
    /**
     * Newest baskets kept per product, products by which a customer's neighbours are sought, and latest products kept per customer. Tune part, nDCG
     * with 256, 100 and 64, the caps of design 3.4: .2874, of new products .1243; with these: .2874 and .1230, for half the work per request.
     */
    postings: 128,
    queryProducts: 100,
    productsPerCustomer: 32,
    /** Design 3.1b. */
    nearest: 100,
    /** Baskets of the customer's own that what neighbours say is worth. */
    ownBaskets: 4,
    queryHalfLife: 60,
    /** Tune part, of new products, with 30 (design 3.1b) and 90 days: .1246, .1260; of all nothing between 30 and 90. */
    productHalfLife: 90,
  },
  segments: {
    /** Design 3.2 gives a prior worth 10-50 of what is counted. */
    priorCustomers: 20,
    /** Expected customers that an observation must outweigh before its lift counts in full: a gamma prior with mean 1 (DuMouchel, 1999). */
    liftPrior: 5,
  },
  pairs: {
    /** Design 2.1 and 3.4: basket level, 60 days, 32 slots by weight and 32 by last use. What segments buy has the same half-life. */
    halfLife: 60,
    main: 32,
    probation: 32,
    /** Design 5.8: pairs are quadratic, so larger baskets count with their first products. */
    basketProducts: 50,
    /** Baskets in the denominator that a pair must outweigh before its cosine counts in full. */
    shrink: 5,
  },
  lists: {
    /** Length of the ready lists of popular products. */
    kept: 256,
    /** How many of each list are scored for every request (design 3.1: ~100 per generator). */
    candidates: 100,
    /**
     * Share of its score that a product gives up for each better one of its category already in the list, unless the request says otherwise.
     */
    diversity: 0.03,
    /** How many times the length of the list are looked at to make it diverse. */
    pool: 2,
  },
  /** Ages are counted to at most this long after the newest event, so that a silent shop's history does not fade for nobody's benefit. */
  silence: 30,
} as const;

export type Weights = Readonly<Record<keyof typeof SETTINGS.weights, number>>;

export const DAY_MS = 86_400_000;
export const DAY_SECONDS = 86_400;
