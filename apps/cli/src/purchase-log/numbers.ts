/** Reads the numbers of a column as text; NaN for what is no number. */
export type NumberReader = (text: string) => number;

const DECIMAL_COMMA = /^[+-]?(\d*|\d{1,3}(\.\d{3})+),\d+$/;
const GROUPED = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;
const CURRENCY_SIGN = /^[€$£¥]\s*|\s*[€$£¥]$/g;
/** As groups of thousands this would be wrong. */
const SURELY_DECIMAL = /^[+-]?(\d*,(\d{1,2}|\d{4,})|\d{1,3}(\.\d{3})+,\d+)$/;

/** Whether a file writes decimals with a comma: those separated by semicolons do, others where their fields leave no doubt. */
export function hasDecimalComma(delimiter: string, fields: Iterable<string>): boolean {
  if (delimiter === ";") return true;
  for (const field of fields) if (field.includes(",") && SURELY_DECIMAL.test(field.trim())) return true;
  return false;
}

/** Elsewhere a comma groups thousands. */
export function numberReader(decimalComma: boolean): NumberReader {
  return (text) => {
    const plain = Number(text);
    if (plain === 0 && text.trim() === "") return Number.NaN;
    return Number.isNaN(plain) ? readOrnate(text.trim().replace(CURRENCY_SIGN, ""), decimalComma) : finite(plain);
  };
}

function readOrnate(text: string, decimalComma: boolean): number {
  if (text === "") return Number.NaN;
  if (decimalComma && DECIMAL_COMMA.test(text)) return Number(text.replaceAll(".", "").replace(",", "."));
  if (!decimalComma && GROUPED.test(text)) return Number(text.replaceAll(",", ""));
  return finite(Number(text));
}

/** `Number` also takes "Infinity". */
function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}
