/** Numbers as the reader's language writes them. Money without a known currency is a plain number. */
export const count = (value: number): string => new Intl.NumberFormat().format(Math.round(value));

/** One decimal for means of small things, none where it would say nothing. */
export const mean = (value: number): string => new Intl.NumberFormat(undefined, { maximumFractionDigits: Math.abs(value) < 100 ? 1 : 0 }).format(value);

export const percent = (share: number): string => new Intl.NumberFormat(undefined, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(share);

export function money(value: number, currency: string | null): string {
  if (currency === null) return new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);
  return new Intl.NumberFormat(undefined, { style: "currency", currency, currencyDisplay: "narrowSymbol" }).format(value);
}

/** Without the cents, for large sums. */
export function wholeMoney(value: number, currency: string | null): string {
  if (currency === null) return count(value);
  return new Intl.NumberFormat(undefined, { style: "currency", currency, currencyDisplay: "narrowSymbol", maximumFractionDigits: 0 }).format(value);
}

export function milliseconds(value: number): string {
  return `${new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 }).format(Math.max(1, value))}\u00a0ms`;
}

/** Keeps a number and its unit on one line, in texts that come with a plain space. */
export const unbroken = (text: string): string => text.replace(/(\d) (%|days?\b|customers?\b|members?\b)/g, "$1\u00a0$2");

/** "1 order", "2 orders". */
export function counted(value: number, [one, many]: readonly [one: string, many: string]): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

export const wholePercent = (share: number): string => new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 0 }).format(share);

/** A number a second: small ones with a decimal. */
export const rate = (value: number): string => new Intl.NumberFormat(undefined, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);

/** 1 for what is as everywhere, 2 for twice as much. */
export const times = (value: number): string => `${new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value)}×`;

/** "+12", "−3", "±0". */
export const signed = (value: number): string => (value === 0 ? "±0" : new Intl.NumberFormat(undefined, { signDisplay: "always" }).format(value));

export function bytes(value: number): string {
  const [unit, size] = value < 1 << 30 ? (["megabyte", 1 << 20] as const) : (["gigabyte", 1 << 30] as const);
  return new Intl.NumberFormat(undefined, { style: "unit", unit, maximumFractionDigits: unit === "gigabyte" ? 1 : 0 }).format(value / size);
}
