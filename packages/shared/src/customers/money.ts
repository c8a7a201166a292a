/** Decimal places of the minor unit where they are not 2 (ISO 4217). */
const EXPONENTS: Readonly<Record<string, number>> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, UYI: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
  BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3, CLF: 4, UYW: 4,
};

/** Prices are exact to this many decimals, quantities to {@link QUANTITY_DECIMALS}; anything finer is rounded away first. */
const PRICE_DECIMALS = 6;
const QUANTITY_DECIMALS = 4;

/** A general power per order line would cost more than all else that is computed of it. */
const POWERS_OF_TEN = Array.from({ length: PRICE_DECIMALS + QUANTITY_DECIMALS + 1 }, (_, exponent) => 10 ** exponent);

/** Decimal places of a currency's minor unit; 2 where the currency is not known. */
function currencyExponent(currency: string | null): number {
  return (currency === null ? undefined : EXPONENTS[currency]) ?? 2;
}

/** Minor units to major units: pence to pounds. */
export function majorUnits(minor: number, currency: string | null): number {
  return minor / 10 ** currencyExponent(currency);
}

/**
 * The value of an order line in minor units: round-half-even(quantity x unitPrice x 10^exponent), computed in integers so that
 * 3 x 0.335 is 1.005 and not 1.00499999.
 */
export function lineAmount(quantity: number, unitPrice: number, currency: string | null): number {
  const fractional = !Number.isInteger(quantity);
  const units = fractional ? Math.round(quantity * 10 ** QUANTITY_DECIMALS) : quantity;
  const price = Math.round(unitPrice * 10 ** PRICE_DECIMALS);
  const drop = PRICE_DECIMALS + (fractional ? QUANTITY_DECIMALS : 0) - currencyExponent(currency);
  const product = units * price;
  if (Number.isSafeInteger(product)) return halfEven(product, POWERS_OF_TEN[drop]);
  return halfEvenBig(BigInt(units) * BigInt(price), 10n ** BigInt(drop));
}

function halfEven(value: number, divisor: number): number {
  const quotient = Math.floor(value / divisor);
  const twice = 2 * (value - quotient * divisor);
  if (twice > divisor || (twice === divisor && quotient % 2 === 1)) return quotient + 1;
  return quotient;
}

function halfEvenBig(value: bigint, divisor: bigint): number {
  const quotient = value / divisor;
  const twice = 2n * (value - quotient * divisor);
  const up = twice > divisor || (twice === divisor && quotient % 2n === 1n);
  return Number(up ? quotient + 1n : quotient);
}
