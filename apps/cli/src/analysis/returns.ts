import { lineAmount } from "@segue/shared/customers/money";
import type { Log } from "../purchase-log/log.ts";
import { valueOrEmpty } from "../purchase-log/missing.ts";
import { numberReader } from "../purchase-log/numbers.ts";

/** Sums, by customer, the value of the rows that give something back: those with a quantity or an amount below 0. Minor units. */
export function createReturns(log: Log): { readonly take: (row: readonly string[]) => void; readonly byCustomer: ReadonlyMap<string, number> } {
  const number = numberReader(log.decimalComma);
  const read = (row: readonly string[], field: string): string => valueOrEmpty(row[log.layout.fields.get(field) ?? -1] ?? "");
  const byCustomer = new Map<string, number>();
  const take = (row: readonly string[]): void => {
    const customerId = read(row, "customerId");
    const value = valueBack(number(read(row, "quantity")), number(read(row, "unitPrice")), number(read(row, "amount")));
    if (customerId === "" || !(value > 0)) return;
    const currency = read(row, "currency") || null;
    byCustomer.set(customerId, (byCustomer.get(customerId) ?? 0) + lineAmount(1, value, currency));
  };
  return { take, byCustomer };
}

/** NaN or not above 0 where nothing is given back. A unit price counts before an amount, as in purchases. */
function valueBack(quantity: number, unitPrice: number, amount: number): number {
  if (Number.isNaN(unitPrice)) return -amount;
  return unitPrice > 0 ? -quantity * unitPrice : Number.NaN;
}
