/** What the page shows of a product. */
export interface ProductFacts {
  readonly title?: string | undefined;
  readonly price?: number | undefined;
}

export interface ProductCache {
  /** What is known already. */
  readonly peek: (productId: string) => ProductFacts | undefined;
  /** Fetches what is not known yet; a product nobody knows has no facts. */
  readonly load: (productId: string) => Promise<ProductFacts>;
}

/** Browsers open about six connections to a host and the stream keeps one: titles must not hold up a purchase. */
const AT_ONCE = 3;
const CAPACITY = 2_000;

/** Products by id, asked for once each and a few at a time. */
export function createProductCache(fetchOne: (productId: string) => Promise<ProductFacts | null>): ProductCache {
  const known = new Map<string, ProductFacts>();
  const asked = new Map<string, Promise<ProductFacts>>();
  const queue: (() => void)[] = [];
  let running = 0;

  const turn = async (): Promise<void> => {
    if (running >= AT_ONCE) await new Promise<void>((resolve) => queue.push(resolve));
    else running++;
  };
  const done = (productId: string): void => {
    asked.delete(productId);
    const next = queue.shift();
    // Whoever waits takes over the place of the one that is done.
    if (next === undefined) running--;
    else next();
  };
  const ask = async (productId: string): Promise<ProductFacts> => {
    await turn();
    try {
      const facts = (await fetchOne(productId)) ?? {};
      known.set(productId, { title: facts.title, price: facts.price });
      forgetOldest(known);
      return facts;
    } finally {
      done(productId);
    }
  };
  return {
    peek: (productId) => known.get(productId),
    load(productId) {
      const facts = known.get(productId);
      if (facts !== undefined) return Promise.resolve(facts);
      const pending = asked.get(productId) ?? ask(productId);
      asked.set(productId, pending);
      return pending;
    },
  };
}

function forgetOldest(known: Map<string, ProductFacts>): void {
  if (known.size <= CAPACITY) return;
  const [oldest] = known.keys();
  if (oldest !== undefined) known.delete(oldest);
}
