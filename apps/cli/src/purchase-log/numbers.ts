/** Reads the numbers of a column as text; NaN for what is no number. */
export type NumberReader = (text: string) => number;

const DECIMAL_COMMA = /^[+-]?\d*,\d+$/;
const GROUPED = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;
const CURRENCY_SIGN = /^[€$£¥]\s*|\s*[€$£¥]$/g;

/** Files separated by semicolons write decimals with a comma; elsewhere a comma groups thousands. */
export function numberReader(delimiter: string): NumberReader {
  const decimalComma = delimiter === ";";
  return (text) => {
    const plain = Number(text);
    if (plain === 0 && text.trim() === "") return Number.NaN;
    return Number.isNaN(plain) ? readOrnate(text.trim().replace(CURRENCY_SIGN, ""), decimalComma) : finite(plain);
  };
}

function readOrnate(text: string, decimalComma: boolean): number {
  if (text === "") return Number.NaN;
  if (decimalComma && DECIMAL_COMMA.test(text)) return Number(text.replace(",", "."));
  if (!decimalComma && GROUPED.test(text)) return Number(text.replaceAll(",", ""));
  return finite(Number(text));
}

/** `Number` also takes "Infinity". */
function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}
