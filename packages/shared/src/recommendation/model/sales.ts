import { capacityFor } from "./columns.ts";

/** Weeks that are kept: a year, and the one that is under way. */
const WEEKS = 53;
const WEEK = 7 * 86_400_000;
const MOST_ORDERS = 0xffff;

/** Orders and units of each product by week of event time, in a ring of {@link WEEKS}: 318 bytes a product. Returns are not taken off. */
export interface Sales {
  /** `orders<place>` and `units<place>`, place = week modulo WEEKS. */
  readonly columns: Record<string, Uint16Array | Float32Array>;
  /** Newest week with a sale, counted from 1970-01-01; 0 before the first. */
  latest: number;
}

export interface WeekOfSales {
  /** Its first day, epoch milliseconds. */
  readonly week: number;
  readonly orders: number;
  readonly units: number;
}

export function createSales(): Sales {
  const rows = capacityFor(0);
  const places = Array.from({ length: WEEKS }, (_, place) => place);
  const columns = places.flatMap((place): [string, Uint16Array | Float32Array][] => [
    [ordersAt(place), new Uint16Array(rows)],
    [unitsAt(place), new Float32Array(rows)],
  ]);
  return { columns: Object.fromEntries(columns), latest: 0 };
}

const ordersAt = (week: number): string => `orders${week % WEEKS}`;
const unitsAt = (week: number): string => `units${week % WEEKS}`;

/** Counts one order's line. What is older than all weeks that are kept is left out. */
export function addSale(sales: Sales, item: number, sold: { readonly time: number; readonly quantity: number }): void {
  const week = Math.floor(sold.time / WEEK);
  if (week > sales.latest) begin(sales, week);
  if (week <= sales.latest - WEEKS || week < 0) return;
  const orders = sales.columns[ordersAt(week)];
  orders[item] = Math.min(MOST_ORDERS, orders[item] + 1);
  sales.columns[unitsAt(week)][item] += sold.quantity;
}

/** The places of the weeks up to `week` are free for it: what was there is a year old. */
function begin(sales: Sales, week: number): void {
  for (let next = Math.max(sales.latest + 1, week - WEEKS + 1); next <= week; next++) {
    sales.columns[ordersAt(next)].fill(0);
    sales.columns[unitsAt(next)].fill(0);
  }
  sales.latest = week;
}

/** The weeks of a product from its first sale that is kept to the week of `now`, oldest first. */
export function salesOf({ columns, latest }: Sales, item: number, now: number): readonly WeekOfSales[] {
  const last = Math.max(latest, Math.min(Math.floor(now / WEEK), latest + WEEKS));
  const weeks: WeekOfSales[] = [];
  for (let week = Math.max(0, last - WEEKS + 1); week <= last; week++) {
    const kept = week <= latest && week > latest - WEEKS;
    const orders = kept ? columns[ordersAt(week)][item] : 0;
    if (orders === 0 && weeks.length === 0) continue;
    weeks.push({ week: week * WEEK, orders, units: kept ? columns[unitsAt(week)][item] : 0 });
  }
  return weeks;
}
